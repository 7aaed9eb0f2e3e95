"""The curators' door: lists at keyset cost, forms and actions that call commands, and no other."""
