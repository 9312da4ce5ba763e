"""The language engine: text -> tokens with features, with not one Arabic letter in it."""
