package dev.coxswain.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/// The rows of a partition, some thousands at a time, so that a partition is never in memory whole.
final class Batches implements Iterator<Row> {

  private static final int ROWS = 8192;

  private final Iterator<Row> rows;
  private final Function<List<Row>, List<Row>> work;
  private final Deque<Row> ready = new ArrayDeque<>();

  Batches(Iterator<Row> rows, Function<List<Row>, List<Row>> work) {
    this.rows = rows;
    this.work = work;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      List<Row> batch = new ArrayList<>();
      while (batch.size() < ROWS && rows.hasNext()) {
        batch.add(rows.next());
      }
      ready.addAll(work.apply(batch));
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  /// The row with more values behind its own.
  static Row with(Row row, Object... more) {
    Object[] values = new Object[row.size() + more.length];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    System.arraycopy(more, 0, values, row.size(), more.length);
    return RowFactory.create(values);
  }
}
