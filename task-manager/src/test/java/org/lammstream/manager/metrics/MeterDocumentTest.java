package org.lammstream.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeterDocumentTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  @Test
  void theCommittedPageIsMadeFromTheCatalogue() throws IOException {
    if ("write".equals(System.getProperty("lamm.docs"))) {
      Files.writeString(PAGE, MeterDocument.render());
    }
    assertThat(PAGE)
        .as("out of date: run this test with -Dlamm.docs=write")
        .hasContent(MeterDocument.render());
  }

  @Test
  void namesAreLowerCaseDottedAndUnique() {
    assertThat(MeterCatalogue.all())
        .extracting(MeterSpec::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("lamm(\\.[a-z]+)+"));
    assertThat(MeterCatalogue.all()).extracting(MeterSpec::prometheusName).doesNotHaveDuplicates();
  }

  @Test
  void unitsAreBaseUnitsAndEveryMeterIsExplained() {
    assertThat(MeterCatalogue.all())
        .allMatch(
            meter ->
                !meter.unit().matches("(milli|micro|nano)?seconds|[kKmMgG]i?[bB].*")
                    || meter.unit().equals("seconds"))
        .allMatch(meter -> meter.description().endsWith("."))
        .allMatch(meter -> !meter.description().contains("|"), "fits into a table");
  }
}
