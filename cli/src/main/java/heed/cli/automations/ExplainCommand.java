package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonInclude;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.definition.Automation;
import heed.engine.preview.SelectionExplanation;
import heed.filters.reading.ExplanationOf;
import heed.model.prospect.Prospect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heed explain}: why an automation selects a prospect or not. */
@Command(
        name = "explain",
        description = {
            "Explain why an automation selects a prospect or not.",
            "Shows each criterion with the value that the prospect has, and what each action would do."
        })
public final class ExplainCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The definition of the automation.")
    private Path file = Path.of("");

    @Option(
            names = "--prospect",
            required = true,
            paramLabel = "ID|EMAIL",
            description = "The prospect, by Id or email address. Required.")
    private String prospect = "";

    public ExplainCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ExplanationAnswer(
            String automation, String id, boolean matched, CriterionAnswer who, List<ActionAnswer> actions) {
        static ExplanationAnswer of(Automation automation, Prospect prospect, SelectionExplanation explanation) {
            return new ExplanationAnswer(
                    automation.id(),
                    prospect.id(),
                    explanation.matched(),
                    CriterionAnswer.of(explanation.criteria()),
                    explanation.actions().stream().map(ActionAnswer::of).toList());
        }
    }

    private record CriterionAnswer(String sentence, boolean matched, String why, List<CriterionAnswer> parts) {
        static CriterionAnswer of(ExplanationOf.ExplanationNode node) {
            return new CriterionAnswer(
                    node.sentence(),
                    node.matched(),
                    node.reason(),
                    node.parts().stream().map(CriterionAnswer::of).toList());
        }
    }

    private record ActionAnswer(
            String action,
            List<ChangeWords.ChangeAnswer> changes,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ChangeWords.PlannedMailAnswer> mail,
            Optional<String> failure) {
        static ActionAnswer of(SelectionExplanation.PlannedAction action) {
            return new ActionAnswer(
                    action.action(),
                    ChangeWords.toAnswers(action.changes()),
                    action.mail().map(ChangeWords::toAnswer),
                    action.failure());
        }
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Automation automation =
                    DefinitionFile.readAutomation(file, session, console()).automation();
            Prospect foundProspect = session.account().read(reading -> ProspectLookup.get(reading, prospect));
            SelectionExplanation explanation =
                    Engines.create(session, environment()).explain(automation, foundProspect);
            if (globalOptions().json()) {
                console().writeJson(ExplanationAnswer.of(automation, foundProspect, explanation));
            } else {
                print(automation, foundProspect, explanation);
            }
        }
        return ExitCode.DONE;
    }

    private void print(Automation automation, Prospect foundProspect, SelectionExplanation explanation) {
        console()
                .printLine("\"" + automation.name() + "\" " + (explanation.matched() ? "selects" : "does not select")
                        + " prospect " + foundProspect.id() + ":");
        print(explanation.criteria(), 0);
        if (!explanation.actions().isEmpty()) {
            console().printLine("");
            console().printLine("It would:");
            for (SelectionExplanation.PlannedAction action : explanation.actions()) {
                console()
                        .printLine("  " + action.action() + "  "
                                + action.failure()
                                        .map(reason -> "fail: " + reason)
                                        .or(() -> action.mail().map(ChangeWords::describe))
                                        .orElseGet(() -> ChangeWords.describe(action.changes())));
            }
        }
    }

    private void print(ExplanationOf.ExplanationNode node, int depth) {
        console()
                .printLine(
                        "  ".repeat(depth) + (node.matched() ? "✓ " : "✗ ") + node.sentence() + ": " + node.reason());
        node.parts().forEach(part -> print(part, depth + 1));
    }
}
