package org.lammstream.manager.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** All that this program and the Kafka clients log at DEBUG, until closed. */
final class HeardLogs implements AutoCloseable {
  private static final List<String> LOGGERS = List.of("org.lammstream", "org.apache.kafka");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(
              event.getLoggerName()
                  + ": "
                  + event.getFormattedMessage()
                  + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
      };

  HeardLogs() {
    appender.start();
    for (String name : LOGGERS) {
      Logger logger = logger(name);
      logger.setLevel(Level.DEBUG);
      logger.setAdditive(false);
      logger.addAppender(appender);
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    for (String name : LOGGERS) {
      Logger logger = logger(name);
      logger.detachAppender(appender);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
  }
}
