package org.lammstream.manager.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/** What {@code --verbose} changes about logging; the quiet state is logback.xml. */
final class Logging {
  private static final String VERBOSE = "%d{HH:mm:ss.SSS} [%thread] %-5level %logger: %msg%n%ex";

  private Logging() {}

  /** More loggers speak, and exceptions show their stack traces. */
  static void raise() {
    setLevel("org.lammstream", Level.DEBUG);
    setLevel("org.lammstream.stream.consume", Level.DEBUG);
    setLevel("org.apache.kafka", Level.WARN);
    setLevel("ai.djl", Level.INFO);
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root
        && root.getAppender("STDERR") instanceof ConsoleAppender<ILoggingEvent> console
        && console.getEncoder() instanceof PatternLayoutEncoder encoder) {
      encoder.stop();
      encoder.setPattern(VERBOSE);
      encoder.start();
    }
  }

  private static void setLevel(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
