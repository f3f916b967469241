import { test } from '@playwright/test';
import { ROLES, signInOn } from './people';

// Before journeys run beside each other: each role's one-time password is replaced once.
for (const role of ROLES) {
  test(`the ${role} takes a password of their own`, async ({ page }) => {
    await signInOn(page, role);
  });
}
