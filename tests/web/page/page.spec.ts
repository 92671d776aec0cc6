import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

for (const page of ['index.html', 'embed.html']) {
  test(`${page} runs the simulator under the strict policy, without a word in the console`, async ({
    page: tab,
  }) => {
    const complaints: string[] = [];
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));

    const answer = await tab.goto(page);
    expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
    await expect(tab.getByRole('status')).toHaveText(/^Simulator \d+\.\d+\.\d+ is running\.$/);
    expect(complaints).toEqual([]);
  });

  test(`${page} has nothing that axe finds fault with`, async ({ page: tab }) => {
    await tab.goto(page);
    expect((await new AxeBuilder({ page: tab }).analyze()).violations).toEqual([]);
  });
}
