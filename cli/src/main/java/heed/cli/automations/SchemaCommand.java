package heed.cli.automations;

import heed.actions.ActionTypes;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.definition.AccountSchema;
import heed.engine.definition.DefinitionSchema;
import picocli.CommandLine.Command;

/** {@code heed schema}: the JSON Schema of definitions. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema of definitions.",
            "An editor completes and checks definitions with it: heed schema > automation.schema.json",
            "With --store or --account, the schema also knows the account's own fields, and which operators and values fit"
                    + " each field."
        })
public final class SchemaCommand extends HeedCommand {
    public SchemaCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        String text;
        if (globalOptions().selectsAccount()) {
            try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
                text = AccountSchema.text(session.account().fields(), ActionTypes.discover());
            }
        } else {
            text = DefinitionSchema.text();
        }
        text.lines().forEach(console()::printLine);
        return ExitCode.DONE;
    }
}
