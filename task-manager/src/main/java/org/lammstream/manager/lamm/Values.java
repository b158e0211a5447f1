package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lammstream.manager.lamm.LearnerConfiguration.Setting;

/** Settings as text, read with a check of key and range. */
final class Values {

  private final Map<String, String> values = new HashMap<>();

  Values(List<Setting> settings, Map<String, String> given) {
    settings.forEach(setting -> values.put(setting.key(), setting.defaultValue()));
    given.forEach(
        (key, value) -> {
          if (values.replace(key, value.strip()) == null) {
            throw new InvalidConfigurationException("unknown setting '" + key + "'");
          }
        });
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("setting without default: " + key);
    }
    return value;
  }

  /** Whether a setting has a value, be it written in another way. */
  boolean has(String key, String value) {
    try {
      return Double.parseDouble(text(key)) == Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return text(key).equals(value);
    }
  }

  double number(String key, double least, double most) {
    double value = parsed(key, Double::parseDouble);
    if (!(value >= least && value <= most)) {
      throw invalid(key, "use a number from " + least + " to " + most);
    }
    return value;
  }

  int integer(String key, int least, int most) {
    int value = parsed(key, Integer::parseInt);
    if (value < least || value > most) {
      throw invalid(key, "use a whole number from " + least + " to " + most);
    }
    return value;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text(key))) {
        return constant;
      }
    }
    throw invalid(
        key,
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or ", "use ", "")));
  }

  <T> T parsed(String key, Function<String, T> parser) {
    try {
      return parser.apply(text(key));
    } catch (NumberFormatException e) {
      throw invalid(key, "not a number");
    } catch (IllegalArgumentException e) {
      throw invalid(key, String.valueOf(e.getMessage()));
    }
  }

  InvalidConfigurationException invalid(String key, String advice) {
    return new InvalidConfigurationException(
        "setting '" + key + "' has the value '" + text(key) + "': " + advice);
  }

  /** A number as users write it. */
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
