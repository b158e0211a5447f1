package org.lammstream.manager.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version and commit of this build, written into the jar by Maven. */
public final class BuildVersion implements IVersionProvider {
  private static final String RESOURCE = "/lamm-version.properties";

  /** {@code 1.2.3+0123456789ab}, or {@code 1.2.3} where the build knew no commit. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version", "unknown");
    String commit = properties.getProperty("commit", "");
    return commit.matches("[0-9a-f]{7,40}") ? version + "+" + commit : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "lamm " + current(),
      "Java %s (%s)"
          .formatted(System.getProperty("java.version"), System.getProperty("java.vendor")),
      "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.arch"))
    };
  }
}
