package heed.cli.automations;

import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.definition.DefinitionSchema;
import picocli.CommandLine.Command;

/** {@code heed schema}: the JSON Schema of definitions. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema of definitions.",
            "An editor completes and checks definitions with it: heed schema > automation.schema.json"
        })
public final class SchemaCommand extends HeedCommand {
    public SchemaCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        DefinitionSchema.text().lines().forEach(console()::printLine);
        return ExitCode.DONE;
    }
}
