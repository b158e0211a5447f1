package org.lammstream.stream;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps passwords and keys out of what people and logs get to see. */
public final class Secrets {
  /** What stands where a secret stood. */
  public static final String HIDDEN = "[hidden]";

  private static final String SECRET_NAME =
      "[\\w.-]*(?:password|passwd|secret|token|credential|jaas|key)[\\w.-]*";

  /** {@code name=value}, bare or in quotes, as properties and JAAS write it; not a help text. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "("
              + SECRET_NAME
              + "\\s*=\\s*)(?!VALUE\\b)(?:\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s'\",;]+)",
          Pattern.CASE_INSENSITIVE);

  /** In a JAAS line the secrets are options among others; the whole line goes. */
  private static final Pattern JAAS_LINE =
      Pattern.compile("([\\w.-]*jaas[\\w.-]*\\s*=)[^\\r\\n]*", Pattern.CASE_INSENSITIVE);

  /** Also as JSON and HTTP headers write it. */
  private static final Pattern NAMED =
      Pattern.compile(
          "((?:password|passwd|secret|token(?!s)|api-?key|credential|authorization)[\\w.-]{0,40}"
              + "\"?\\s*[=:]\\s*)(?:(?:bearer|basic)\\s+)?(?:\"[^\"]*\"?|'[^']*'?|[^\\s,;}]+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/\\s@]{1,200}@");

  private static final int LONGEST_LINE = 4000;

  private static final int SHORTEST_SEARCHED = 4; // a shorter one would be found inside of words

  private Secrets() {}

  /** The properties with what might be a secret hidden; rather too much than too little. */
  public static Map<String, String> hidden(Map<String, String> properties) {
    Map<String, String> shown = new TreeMap<>(properties);
    shown.replaceAll((key, value) -> isSecret(key) ? HIDDEN : value);
    return shown;
  }

  /** The text with everything hidden that it assigns to a name like {@code password}. */
  public static String hideIn(String text) {
    String withoutJaas = JAAS_LINE.matcher(text).replaceAll("$1" + HIDDEN);
    return ASSIGNMENT.matcher(withoutJaas).replaceAll("$1" + HIDDEN);
  }

  /**
   * A text from outside as one line that everybody may read, for a topic: also without logins in
   * addresses and headers, and cut, since it may be of any length. Empty for a blank one.
   */
  public static Optional<String> publicLine(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    String line =
        text.substring(0, Math.min(text.length(), LONGEST_LINE))
            .strip()
            .replaceAll("[\\s\\p{Cntrl}]+", " ");
    String hidden = NAMED.matcher(line).replaceAll("$1" + HIDDEN);
    return Optional.of(LOGIN.matcher(hidden).replaceAll(HIDDEN + "@"));
  }

  /** The same, and the values of these properties' secrets wherever they stand. */
  public static String hideIn(String text, Map<String, String> properties) {
    String shown = text;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (isSecret(property.getKey())) {
        shown = without(shown, property.getValue());
        Matcher assigned = ASSIGNMENT.matcher(property.getValue());
        while (assigned.find()) {
          String value = assigned.group().substring(assigned.group(1).length());
          shown = without(shown, value.replaceAll("^[\"']|[\"']$", ""));
        }
      }
    }
    return hideIn(shown);
  }

  private static String without(String text, String secret) {
    return secret.length() < SHORTEST_SEARCHED ? text : text.replace(secret, HIDDEN);
  }

  private static boolean isSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.contains("password")
        || name.contains("passwd")
        || name.contains("jaas")
        || name.contains("secret")
        || name.contains("token")
        || name.contains("credential")
        || name.endsWith("key");
  }
}
