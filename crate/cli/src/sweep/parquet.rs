//! Sheets as Apache Parquet files, by the `parquet` crate. It is a feature of the build, since that crate takes longer to compile than
//! the rest of the command line.

use super::sheet::Sheet;
use crate::Failure;
use std::path::Path;

/// What is wrong with asking for such a file; `None` where this build writes them.
pub fn lacking() -> Option<&'static str> {
    (!cfg!(feature = "parquet"))
        .then_some("a build that writes Parquet: cargo build --release -p swarmscope-cli --features parquet")
}

/// Not in this build.
#[cfg(not(feature = "parquet"))]
pub fn write(_: &Sheet, path: &Path) -> Result<(), Failure> {
    Err(Failure::input(format!("{}: expected {}", path.display(), lacking().unwrap_or_default())))
}

#[cfg(feature = "parquet")]
pub use with::write;

#[cfg(feature = "parquet")]
mod with {
    use super::{Failure, Path, Sheet};
    use crate::sweep::table::csv_cell;
    use parquet::basic::{LogicalType, Repetition, Type as Physical};
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::errors::ParquetError;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;
    use serde_json::Value;
    use std::fs::File;
    use std::sync::Arc;

    /// Writes the sheet: whole numbers, floats and text, each of which may be absent.
    pub fn write(sheet: &Sheet, path: &Path) -> Result<(), Failure> {
        let refused = |error: String| Failure::input(format!("{}: {error}", path.display()));
        let file = File::create(path).map_err(|error| refused(error.to_string()))?;
        written(sheet, file).map_err(|error| refused(error.to_string()))
    }

    fn written(sheet: &Sheet, file: File) -> Result<(), ParquetError> {
        let kinds: Vec<Physical> = (0..sheet.columns.len()).map(|at| kind(sheet, at)).collect();
        let column = |(name, kind): (&String, &Physical)| {
            let text = (*kind == Physical::BYTE_ARRAY).then_some(LogicalType::String);
            let column = Type::primitive_type_builder(name, *kind).with_repetition(Repetition::OPTIONAL);
            column.with_logical_type(text).build().map(Arc::new)
        };
        let columns = sheet.columns.iter().zip(&kinds).map(column).collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("sweep").with_fields(columns).build()?;
        let mut writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(WriterProperties::new()))?;
        let mut group = writer.next_row_group()?;
        for (at, kind) in kinds.iter().enumerate() {
            let cells: Vec<&Value> = sheet.rows.iter().map(|row| &row[at]).collect();
            // 1 where there is a value.
            let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_null())).collect();
            let there = cells.into_iter().filter(|cell| !cell.is_null());
            let Some(mut writer) = group.next_column()? else { break };
            match kind {
                Physical::INT64 => {
                    let numbers: Vec<i64> = there.filter_map(Value::as_i64).collect();
                    writer.typed::<Int64Type>().write_batch(&numbers, Some(&levels), None)?
                }
                Physical::DOUBLE => {
                    let numbers: Vec<f64> = there.filter_map(Value::as_f64).collect();
                    writer.typed::<DoubleType>().write_batch(&numbers, Some(&levels), None)?
                }
                _ => {
                    let texts: Vec<ByteArray> =
                        there.map(|cell| ByteArray::from(csv_cell(cell).into_bytes())).collect();
                    writer.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?
                }
            };
            writer.close()?;
        }
        group.close()?;
        writer.close().map(drop)
    }

    /// Columns that hold whole numbers in every sweep. All other numbers are floats, also where those of one sweep are whole: files of
    /// several sweeps must have the same types.
    const WHOLE: [&str; 5] = ["configuration", "seed", "runs", "pairs", "against"];

    /// Of numbers only where all values of a column are.
    fn kind(sheet: &Sheet, at: usize) -> Physical {
        let all = |is: fn(&Value) -> bool| sheet.rows.iter().map(|row| &row[at]).all(|cell| cell.is_null() || is(cell));
        match sheet.columns[at].as_str() {
            name if WHOLE.contains(&name) && all(Value::is_i64) => Physical::INT64,
            _ if all(Value::is_number) => Physical::DOUBLE,
            _ => Physical::BYTE_ARRAY,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use parquet::file::reader::{FileReader, SerializedFileReader};
        use serde_json::json;

        #[test]
        fn what_is_written_is_read_back() {
            let columns = ["place", "seed", "x", "mixed", "none"].map(str::to_owned).to_vec();
            let rows = vec![
                vec![json!("random"), json!(3), json!(0.5), json!(true), Value::Null],
                vec![json!("pièce"), Value::Null, json!(2), json!(4), Value::Null],
            ];
            let path = std::env::temp_dir().join(format!("swarmscope-{}.parquet", std::process::id()));
            write(&Sheet { columns, rows }, &path).unwrap();
            let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
            let read: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
            std::fs::remove_file(path).unwrap();
            assert_eq!(
                read,
                [
                    "{place: \"random\", seed: 3, x: 0.5, mixed: \"true\", none: null}",
                    "{place: \"pièce\", seed: null, x: 2.0, mixed: \"4\", none: null}"
                ]
            );
        }
    }
}
