package heed.cli.bounces;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceCount;
import heed.bounces.marking.BounceQuery;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.cli.mail.BounceNotes;
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

/** Counts what came back. */
@Command(
        name = "stats",
        description = "Count bounces by reason, with what can be done about each, by domain, by run or by automation.")
public final class BouncesStatsCommand extends HeedCommand {
    private static final int MOST = 50;

    /** What is counted apart. */
    enum By {
        reason,
        domain,
        run,
        automation
    }

    @Mixin
    private final BounceFilter filter = new BounceFilter();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "reason",
            description = "reason, domain, run or automation (default: ${DEFAULT-VALUE}).")
    private By by = By.reason;

    public BouncesStatsCommand(World world) {
        super(world);
    }

    /** A line of the answer. */
    private record Line(String name, long hard, long soft, long held, Optional<String> advice) {
        Line plus(Line other) {
            return new Line(name, hard + other.hard, soft + other.soft, held + other.held, advice);
        }

        long all() {
            return hard + soft;
        }
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BounceQuery query = filter.query(open, Optional.empty());
            List<BounceCount> counts = open.bounces().read(reading -> reading.countBounces(query));
            Map<RunId, String> automations = open.account().read(reading -> reading.listRuns()).stream()
                    .collect(Collectors.toMap(Run::id, Run::automation));
            Map<String, Line> lines = new LinkedHashMap<>();
            Map<String, Long> others = new LinkedHashMap<>();
            for (BounceCount count : counts) {
                if (count.kind() == VerdictKind.FAILED) {
                    Line line = line(count, automations);
                    lines.merge(line.name, line, Line::plus);
                } else {
                    others.merge(count.kind().label(), count.count(), Long::sum);
                }
            }
            List<Line> sorted = new ArrayList<>(lines.values());
            sorted.sort(Comparator.comparing(Line::all).reversed().thenComparing(Line::name));
            answer(sorted, others, BounceNotes.alerts(open, query));
            if (!common().json()) {
                BounceNotes.lasting(console(), open);
            }
        }
        return Exit.DONE;
    }

    private Line line(BounceCount count, Map<RunId, String> automations) {
        boolean hard = count.bounceKind().equals(Optional.of(BounceKind.HARD));
        String name = switch (by) {
            case reason -> count.reason().map(BounceReason::label).orElse("");
            case domain -> count.domain().orElse("(unknown)");
            case run -> count.run().map(run -> "run " + run).orElse("(no run)");
            case automation -> count.run().map(automations::get).orElse("(no automation)");
        };
        return new Line(
                name,
                hard ? count.count() : 0,
                hard ? 0 : count.count(),
                count.held(),
                by == By.reason ? count.reason().map(BounceReason::advice) : Optional.empty());
    }

    private void answer(List<Line> lines, Map<String, Long> others, List<BounceNotes.Alert> alerts) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("bounces");
                for (Line line : lines) {
                    json.writeStartObject();
                    json.writeStringProperty(by.name(), line.name);
                    json.writeNumberProperty("hard", line.hard);
                    json.writeNumberProperty("soft", line.soft);
                    json.writeNumberProperty("held", line.held);
                    line.advice.ifPresent(advice -> json.writeStringProperty("advice", advice));
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeObjectPropertyStart("others");
                others.forEach((kind, number) -> json.writeNumberProperty(kind, number));
                json.writeEndObject();
                Json.texts(
                        json,
                        "alerts",
                        alerts.stream().map(BounceNotes.Alert::words).toList());
                json.writeEndObject();
            });
            return;
        }
        if (lines.isEmpty()) {
            console().note("Nothing has bounced.");
        }
        Table table = Table.of(by.name(), ">Hard", ">Soft", ">Held");
        lines.stream()
                .limit(MOST)
                .forEach(line -> table.row(
                        line.name,
                        Plain.number(line.hard),
                        Plain.number(line.soft),
                        line.held == 0 ? "" : Plain.number(line.held)));
        console().lines(table.lines());
        if (lines.size() > MOST) {
            console().note("And " + Plain.number(lines.size() - MOST) + " more; --json has all.");
        }
        lines.stream().filter(line -> line.advice.isPresent()).forEach(line -> {
            console().line("");
            console().line(line.name + ": " + line.advice.get());
        });
        others.forEach((kind, number) -> console().note(Plain.number(number) + " " + kind));
        alerts.forEach(alert -> console().note(alert.words()));
    }
}
