function count() {}
