package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonInclude;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.definition.Automation;
import heed.engine.preview.PastSelection;
import heed.engine.preview.SelectionExplanation;
import heed.filters.reading.ExplanationOf;
import heed.model.prospect.Prospect;
import heed.model.run.RunId;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heed explain}: why an automation selects a prospect or not. */
@Command(
        name = "explain",
        description = {
            "Explain why an automation selects a prospect or not.",
            "Shows each criterion with the value that the prospect has, and what each action would do. With --run, shows"
                    + " why a run selected the prospect or not: by the definition, the time and the values of that run."
        })
public final class ExplainCommand extends HeedCommand {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The definition of the automation. Left out with --run.")
    private @Nullable Path file;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Explain the selection of this run, as `heed runs` lists it, instead of a file.")
    private @Nullable Long run;

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

    private record PastSelectionAnswer(
            long run,
            String automation,
            String id,
            boolean matched,
            boolean existed,
            boolean incomplete,
            Optional<CriterionAnswer> who,
            List<OutcomeAnswer> outcomes) {
        static PastSelectionAnswer of(Prospect prospect, PastSelection selection) {
            return new PastSelectionAnswer(
                    selection.run().id().value(),
                    selection.run().automation(),
                    prospect.id(),
                    selection
                            .criteria()
                            .map(ExplanationOf.ExplanationNode::matched)
                            .orElse(false),
                    selection.prospect().isPresent(),
                    selection.incomplete(),
                    selection.criteria().map(CriterionAnswer::of),
                    selection.entries().stream()
                            .map(entry -> new OutcomeAnswer(entry.action(), ChangeWords.outcome(entry), entry.detail()))
                            .toList());
        }
    }

    private record OutcomeAnswer(String action, String outcome, Optional<String> detail) {}

    @Override
    protected ExitCode run() {
        if ((file == null) == (run == null)) {
            throw CommandException.invalid(
                    "file", "explain needs either the FILE of an automation or --run with the number of a run");
        }
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Engine engine = Engines.create(session, environment());
            if (run != null) {
                explainRun(session, engine, run);
            } else if (file != null) {
                Automation automation =
                        DefinitionFile.readAutomation(file, session, console()).automation();
                Prospect found = findProspect(session);
                SelectionExplanation explanation = engine.explain(automation, found);
                if (globalOptions().json()) {
                    console().writeJson(ExplanationAnswer.of(automation, found, explanation));
                } else {
                    print(
                            automation,
                            found,
                            explanation,
                            session.account().account().zone());
                }
            }
        }
        return ExitCode.DONE;
    }

    private Prospect findProspect(AccountSession session) {
        return session.account().read(reading -> ProspectLookup.get(reading, prospect));
    }

    private void explainRun(AccountSession session, Engine engine, long number) {
        ZoneId zone = session.account().account().zone();
        Prospect found = findProspect(session);
        PastSelection selection =
                EngineErrors.translate(globalOptions(), zone, () -> engine.explainRun(new RunId(number), found));
        if (globalOptions().json()) {
            console().writeJson(PastSelectionAnswer.of(found, selection));
        } else {
            print(found, selection, zone);
        }
    }

    private void print(Prospect found, PastSelection selection, ZoneId zone) {
        String started = TimeZones.format(selection.run().startedAt(), zone);
        if (selection.criteria().isEmpty()) {
            console()
                    .printLine("Prospect " + found.id() + " did not exist when run "
                            + selection.run().id() + " of \"" + selection.name() + "\" started at " + started + ".");
            return;
        }
        ExplanationOf.ExplanationNode criteria = selection.criteria().get();
        console()
                .printLine("Run " + selection.run().id() + " of \"" + selection.name() + "\", started at " + started
                        + ", " + (criteria.matched() ? "selected" : "did not select") + " prospect " + found.id()
                        + ":");
        print(criteria, 0);
        if (!selection.entries().isEmpty()) {
            console().printLine("");
            console().printLine("What it did:");
            selection
                    .entries()
                    .forEach(entry -> console()
                            .printLine("  " + entry.action() + "  " + ChangeWords.outcome(entry)
                                    + entry.detail()
                                            .map(detail -> ": " + detail)
                                            .orElse("")));
        }
        if (selection.incomplete()) {
            console()
                    .printNote(
                            "retention has deleted facts of that time, so the values above may be newer than the run.");
        }
    }

    private void print(Automation automation, Prospect foundProspect, SelectionExplanation explanation, ZoneId zone) {
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
                                        .orElseGet(() -> ChangeWords.describe(action.changes(), zone)));
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
