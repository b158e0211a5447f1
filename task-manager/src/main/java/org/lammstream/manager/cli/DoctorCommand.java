package org.lammstream.manager.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.lammstream.manager.lamm.LearnerConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what there is and what is wrong with it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = {
      "Check the engine and its devices, and whatever else is named: checkpoint, store, broker.",
      "Without --bootstrap an embedded broker is started and stopped."
    })
final class DoctorCommand extends LammSubcommand {
  @Option(
      names = "--checkpoint",
      paramLabel = "CLIP_DIR",
      description = "Checkpoint to load, or 'builtin'.")
  private @Nullable Path checkpoint;

  @Option(names = "--store", paramLabel = "DIR", description = "Store to scan.")
  private @Nullable Path store;

  @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Broker to ask.")
  private @Nullable String bootstrap;

  @Mixin private final BrokerAccess brokerAccess = new BrokerAccess();

  @Option(
      names = "--list-settings",
      fallbackValue = "true",
      description = "List the settings of a learner (--set) and exit.")
  private boolean listSettings;

  DoctorCommand(Console console) {
    super(console);
  }

  @Override
  protected int execute() {
    if (listSettings) {
      LearnerConfiguration.settings()
          .forEach(
              setting ->
                  console()
                      .out()
                      .println(
                          "%-20s %-16s %s"
                              .formatted(
                                  setting.key(), setting.defaultValue(), setting.meaning())));
      return LammCli.OK;
    }
    Examination examination = new Examination(console());
    examination.machine();
    examination.engine();
    if (checkpoint != null) {
      examination.checkpoint(checkpoint);
    }
    if (store != null) {
      examination.store(store);
    }
    if (bootstrap != null) {
      examination.broker(bootstrap, brokerAccess);
    } else {
      examination.embeddedBroker();
    }
    return examination.healthy() ? LammCli.OK : LammCli.FAILURE;
  }
}
