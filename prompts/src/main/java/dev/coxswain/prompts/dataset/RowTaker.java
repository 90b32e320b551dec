package dev.coxswain.prompts.dataset;

/// Takes in the rows of a data set, one by one.
@FunctionalInterface
interface RowTaker {

  void take(Row row);

  /// A row that is there but cannot be read as one; the next may be.
  ///
  /// @throws DatasetInvalid if that is the end of it
  default void unreadable(DatasetInvalid reason) {
    throw reason;
  }
}
