package heed.cli.bounces;

import com.fasterxml.jackson.annotation.JsonInclude;
import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceCount;
import heed.bounces.marking.BounceQuery;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.run.Run;
import heed.model.run.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts bounces by reason, domain, run or automation. */
@Command(
        name = "stats",
        description = {"Count bounces by reason, domain, run or automation.", "By reason, advice is shown too."})
public final class BouncesStatsCommand extends HeedCommand {
    private static final int MAX_ROWS = 50;

    /** What the rows of the statistics stand for. The constants are the values of {@code --by}. */
    enum Grouping {
        reason,
        domain,
        run,
        automation
    }

    @Mixin
    private final BounceFilterOptions filter = new BounceFilterOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "reason",
            description = "What to count by: reason, domain, run or automation (default: ${DEFAULT-VALUE}).")
    private Grouping by = Grouping.reason;

    public BouncesStatsCommand(CommandEnvironment environment) {
        super(environment);
    }

    /** A row of the statistics. */
    private record StatisticsRow(String name, long hard, long soft, long held, Optional<String> advice) {
        StatisticsRow plus(StatisticsRow other) {
            return new StatisticsRow(name, hard + other.hard, soft + other.soft, held + other.held, advice);
        }

        long total() {
            return hard + soft;
        }
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            BounceQuery query = filter.toQuery(session, Optional.empty());
            List<BounceCount> counts = session.bounces().read(reading -> reading.countBounces(query));
            Map<RunId, String> automations = session.account().read(reading -> reading.listRuns()).stream()
                    .collect(Collectors.toMap(Run::id, Run::automation));
            Map<String, StatisticsRow> rows = new LinkedHashMap<>();
            Map<String, Long> otherKinds = new LinkedHashMap<>();
            for (BounceCount count : counts) {
                if (count.kind() == VerdictKind.FAILED) {
                    StatisticsRow row = toRow(count, automations);
                    rows.merge(row.name, row, StatisticsRow::plus);
                } else {
                    otherKinds.merge(count.kind().label(), count.count(), Long::sum);
                }
            }
            List<StatisticsRow> sortedRows = new ArrayList<>(rows.values());
            sortedRows.sort(
                    Comparator.comparing(StatisticsRow::total).reversed().thenComparing(StatisticsRow::name));
            writeResult(sortedRows, otherKinds, BounceAlerts.alerts(session, query));
            if (!globalOptions().json()) {
                BounceAlerts.printActivePauses(console(), session);
            }
        }
        return ExitCode.DONE;
    }

    private StatisticsRow toRow(BounceCount count, Map<RunId, String> automations) {
        boolean hard = count.bounceKind().equals(Optional.of(BounceKind.HARD));
        String name = switch (by) {
            case reason -> count.reason().map(BounceReason::label).orElse("");
            case domain -> count.domain().orElse("(unknown)");
            case run -> count.run().map(run -> "run " + run).orElse("(no run)");
            case automation -> count.run().map(automations::get).orElse("(no automation)");
        };
        return new StatisticsRow(
                name,
                hard ? count.count() : 0,
                hard ? 0 : count.count(),
                count.held(),
                by == Grouping.reason ? count.reason().map(BounceReason::advice) : Optional.empty());
    }

    private record StatisticsAnswer(List<StatisticsRowAnswer> bounces, Map<String, Long> others, List<String> alerts) {}

    /** A row as JSON; one of the first four properties is present, by the grouping. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record StatisticsRowAnswer(
            Optional<String> reason,
            Optional<String> domain,
            Optional<String> run,
            Optional<String> automation,
            long hard,
            long soft,
            long held,
            Optional<String> advice) {
        static StatisticsRowAnswer of(StatisticsRow row, Grouping by) {
            return new StatisticsRowAnswer(
                    nameIf(by == Grouping.reason, row),
                    nameIf(by == Grouping.domain, row),
                    nameIf(by == Grouping.run, row),
                    nameIf(by == Grouping.automation, row),
                    row.hard,
                    row.soft,
                    row.held,
                    row.advice);
        }

        private static Optional<String> nameIf(boolean grouped, StatisticsRow row) {
            return Optional.of(row.name).filter(name -> grouped);
        }
    }

    private void writeResult(
            List<StatisticsRow> rows, Map<String, Long> otherKinds, List<BounceAlerts.BounceAlert> alerts) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new StatisticsAnswer(
                            rows.stream()
                                    .map(row -> StatisticsRowAnswer.of(row, by))
                                    .toList(),
                            otherKinds,
                            alerts.stream().map(BounceAlerts.BounceAlert::text).toList()));
            return;
        }
        if (rows.isEmpty()) {
            console().printNote("no bounces found.");
        }
        TextTable table = TextTable.of(by.name(), ">Hard", ">Soft", ">Held");
        rows.stream()
                .limit(MAX_ROWS)
                .forEach(row -> table.addRow(
                        row.name,
                        TerminalText.formatNumber(row.hard),
                        TerminalText.formatNumber(row.soft),
                        row.held == 0 ? "" : TerminalText.formatNumber(row.held)));
        console().printTable(table);
        if (rows.size() > MAX_ROWS) {
            console()
                    .printNote(TerminalText.formatNumber(rows.size() - MAX_ROWS)
                            + " more rows are not shown; --json shows all.");
        }
        rows.stream().filter(row -> row.advice.isPresent()).forEach(row -> {
            console().printLine("");
            console().printLine(row.name + ": " + row.advice.get());
        });
        otherKinds.forEach((kind, number) -> console().printNote(TerminalText.formatNumber(number) + " " + kind));
        alerts.forEach(alert -> console().printWarning(alert.text()));
    }
}
