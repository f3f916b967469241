/** The library's menu as a part of its own, for components/ui/menu.tsx to load. */
export { DropdownMenu } from 'radix-ui';
