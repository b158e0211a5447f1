package org.lammstream.manager.cli.deadletters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How a letter is called.
 *
 * @param partition of the dead-letter topic
 * @param offset in it
 */
record LetterNumber(int partition, long offset) implements Comparable<LetterNumber> {
  private static final Pattern FORM = Pattern.compile("(?:(\\d{1,9})/)?(\\d{1,18})");

  @Override
  public int compareTo(LetterNumber other) {
    return partition == other.partition
        ? Long.compare(offset, other.offset)
        : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return partition + "/" + offset;
  }

  /**
   * Reads {@code 0/17} and {@code 17}.
   *
   * @throws TypeConversionException for anything else
   */
  static LetterNumber parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no letter; give PARTITION/OFFSET as 'lamm dlq list' shows it");
    }
    String partition = form.group(1);
    return new LetterNumber(
        partition == null ? 0 : Integer.parseInt(partition), Long.parseLong(form.group(2)));
  }

  /** The same for options. */
  static final class Converter implements ITypeConverter<LetterNumber> {
    @Override
    public LetterNumber convert(String text) {
      return parse(text);
    }
  }
}
