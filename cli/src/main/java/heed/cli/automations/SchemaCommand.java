package heed.cli.automations;

import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.engine.definition.DefinitionSchema;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of definitions. */
@Command(
        name = "schema",
        description =
                "Print the JSON Schema of definitions, with which an editor completes and checks them: heed schema"
                        + " > automation.schema.json")
public final class SchemaCommand extends HeedCommand {
    public SchemaCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        DefinitionSchema.text().lines().forEach(console()::line);
        return Exit.DONE;
    }
}
