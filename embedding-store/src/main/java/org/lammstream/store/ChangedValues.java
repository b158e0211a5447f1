package org.lammstream.store;

import java.util.function.Consumer;

/** Reads the values that a notice names. */
final class ChangedValues {
  private static final byte[] GONE = new byte[0];

  private final View view;

  ChangedValues(View view) {
    this.view = view;
  }

  /** Hands them over one at a time, so that a large version needs little memory. */
  void visit(ChangeNotice notice, Consumer<ChangedValue> receiver) {
    notice.changed().forEach(at -> receiver.accept(read(at.family(), at.key())));
    notice.head().ifPresent(receiver);
  }

  private ChangedValue read(String family, byte[] key) {
    ColumnFamily of = ColumnFamily.byName(family).orElseThrow();
    byte[] value = view.raw(of, key);
    return new ChangedValue(family, key, value == null ? GONE : value);
  }
}
