package org.lammstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String JAAS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"me\" password=\"hush-hush\";";

  @Test
  void valuesOfSecretPropertiesAreHidden() {
    assertThat(
            Secrets.hidden(
                Map.of(
                    "sasl.jaas.config", JAAS,
                    "ssl.key.password", "hush-hush",
                    "ssl.keystore.key", "hush-hush",
                    "client.id", "me")))
        .containsEntry("client.id", "me")
        .containsEntry("sasl.jaas.config", "[hidden]")
        .doesNotContainValue("hush-hush");
  }

  @Test
  void aConnectionShowsNoSecret() {
    KafkaConnection connection =
        KafkaConnection.to("host:1").with("sasl.jaas.config", JAAS).with("client.id", "me");
    assertThat(connection).asString().contains("host:1", "client.id=me").doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unmatched arguments: 'required', 'username=me', 'password=hush-hush;'",
        "Unmatched arguments: 'password=\"hush-hush\";'",
        "ssl.keystore.password = hush-hush",
        "PASSWORD=\"hush-hush \\\" hush\" more",
        "bad value for sasl.jaas.config=Module required x=\"hush-hush\" y=hush;",
        "--kafka=ssl.truststore.password=hush-hush",
        "client.secret='hush hush'",
      })
  void whatIsAssignedToASecretNameIsHidden(String text) {
    assertThat(Secrets.hideIn(text)).contains("[hidden]").doesNotContain("hush");
  }

  @Test
  void otherTextStays() {
    String text =
        "--store=/tmp/x: no such folder; client.id=me; the key is wrong, a token is missing";
    assertThat(Secrets.hideIn(text)).isEqualTo(text);
  }

  @Test
  void theSecretsOfAConnectionAreFoundInAnyText() {
    Map<String, String> properties =
        Map.of("sasl.jaas.config", JAAS, "ssl.key.password", "quiet", "client.id", "visible");
    assertThat(Secrets.hideIn("got hush-hush and quiet of visible", properties))
        .isEqualTo("got [hidden] and [hidden] of visible");
  }
}
