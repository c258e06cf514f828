package heed.cli.bounces;

import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.VerdictKind;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a folder of messages, to see how well they are understood. */
@Command(
        name = "test",
        description = "Read a folder of messages that came back, and count what they say. Changes nothing.")
public final class BouncesTestCommand extends HeedCommand {
    @Parameters(paramLabel = "DIR", description = "Messages, one in each file, in folders or not.")
    private Path folder = Path.of(".");

    @Option(
            names = "--tsv",
            description = "Answer with a row for each recipient, parted by tabs: file, recipient, error, hs, kind. A"
                    + " reason or recipient that is not known is -, hs is none for what is no bounce.")
    private boolean tsv;

    public BouncesTestCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() throws IOException {
        if (tsv && common().json()) {
            throw Failure.invalid("usage", "say --tsv or --json");
        }
        List<Path> files = MailFiles.under(folder);
        Map<String, Integer> counts = new TreeMap<>();
        Writer rows = console().file();
        if (tsv) {
            rows.write("file\trecipient\terror\ths\tkind\n");
        }
        int unreadable = 0;
        for (Path file : files) {
            try {
                for (BounceVerdict verdict : MailFiles.verdicts(file)) {
                    counts.merge(said(verdict), 1, Integer::sum);
                    if (tsv) {
                        rows.write(row(folder.relativize(file), verdict));
                    }
                }
            } catch (Failure failure) {
                unreadable++;
                console().note("heed: " + failure.message());
            }
        }
        rows.flush();
        if (!tsv) {
            answer(files.size(), counts);
        }
        return unreadable == 0 ? Exit.DONE : Exit.FAILED;
    }

    private static String said(BounceVerdict verdict) {
        return verdict.kind().label()
                + verdict.diagnosis()
                        .map(why ->
                                "\t" + why.reason().label() + "\t" + why.kind().label())
                        .orElse("\t\t");
    }

    private static String row(Path file, BounceVerdict verdict) {
        boolean failed = verdict.kind() == VerdictKind.FAILED;
        return String.join(
                        "\t",
                        cell(file.toString().replace('\\', '/')),
                        cell(verdict.recipient().orElse("-")),
                        verdict.diagnosis()
                                .filter(why -> why.reason() != BounceReason.UNCLASSIFIED)
                                .map(why -> why.reason().label())
                                .orElse("-"),
                        verdict.diagnosis()
                                .filter(why -> failed)
                                .map(why -> why.kind().label())
                                .orElse("none"),
                        kind(verdict.kind()))
                + "\n";
    }

    private static String cell(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ");
    }

    private static String kind(VerdictKind kind) {
        return switch (kind) {
            case FAILED -> "failed";
            case DELAYED -> "delayed";
            case DELIVERED -> "delivered";
            case COMPLAINT -> "feedback";
            case AUTO_REPLY -> "vacation";
            case CHALLENGE, OTHER -> "other";
        };
    }

    private void answer(int files, Map<String, Integer> counts) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeNumberProperty("messages", files);
                json.writeArrayPropertyStart("verdicts");
                counts.forEach((said, count) -> {
                    String[] cells = said.split("\t", -1);
                    json.writeStartObject();
                    json.writeStringProperty("kind", cells[0]);
                    json.writeStringProperty("reason", cells[1]);
                    json.writeStringProperty("bounce", cells[2]);
                    json.writeNumberProperty("count", count);
                    json.writeEndObject();
                });
                json.writeEndArray();
                json.writeEndObject();
            });
            return;
        }
        Table table = Table.of("kind", "reason", "bounce", ">recipients");
        counts.forEach((said, count) -> {
            String[] cells = said.split("\t", -1);
            table.row(cells[0], cells[1], cells[2], Plain.number(count));
        });
        console().lines(table.lines());
        console().line(Plain.count(files, "message") + " read.");
    }
}
