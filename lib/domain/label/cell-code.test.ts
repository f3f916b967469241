import { expect, test } from 'vitest';
import examples from '@/lib/contracts/examples/cell-codes.json';
import { classIndexOf, codeOfClass, isClass, isTrainable } from '@/lib/domain/label/cell-code';

// trainer/tests/test_contract.py reads the same file
test.each(examples.codes)('code $code', ({ code, classIndex, trainable }) => {
  expect(classIndexOf(code)).toBe(classIndex);
  expect(isClass(code)).toBe(classIndex !== null);
  if (classIndex !== null) expect(codeOfClass(classIndex)).toBe(code);
  expect(isTrainable(code)).toBe(trainable);
});
