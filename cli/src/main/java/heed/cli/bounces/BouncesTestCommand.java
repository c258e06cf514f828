package heed.cli.bounces;

import heed.bounces.BounceVerdict;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classifies a folder of messages and counts the results, to check the classifier. */
@Command(
        name = "test",
        description = "Classify a folder of messages that came back and count the results. Changes nothing.")
public final class BouncesTestCommand extends HeedCommand {
    @Parameters(
            paramLabel = "DIR",
            description = "A folder of files that contain one message each; its subfolders are read too.")
    private Path folder = Path.of(".");

    @Option(names = "--tsv", description = "Print a row for each recipient instead of counts, " + VerdictRows.HELP)
    private boolean tsv;

    public BouncesTestCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() throws IOException {
        if (tsv && globalOptions().json()) {
            throw CommandException.invalid("usage", "--tsv and --json exclude each other; give one of them");
        }
        List<Path> files = MessageFiles.listFiles(folder);
        Map<String, Integer> counts = new TreeMap<>();
        Writer rows = console().fileWriter();
        if (tsv) {
            rows.write(VerdictRows.HEADER);
        }
        int unreadable = 0;
        for (Path file : files) {
            try {
                for (BounceVerdict verdict : MessageFiles.readVerdicts(file)) {
                    counts.merge(countKey(verdict), 1, Integer::sum);
                    if (tsv) {
                        rows.write(VerdictRows.format(
                                folder.relativize(file).toString().replace('\\', '/'), verdict));
                    }
                }
            } catch (CommandException failure) {
                unreadable++;
                console().printError(failure.message());
            }
        }
        rows.flush();
        if (!tsv) {
            writeResult(files.size(), counts);
        }
        return unreadable == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String countKey(BounceVerdict verdict) {
        return verdict.kind().label()
                + verdict.diagnosis()
                        .map(diagnosis -> "\t" + diagnosis.reason().label() + "\t"
                                + diagnosis.kind().label())
                        .orElse("\t\t");
    }

    private record MessageCountsAnswer(int messages, List<VerdictCountAnswer> verdicts) {}

    private record VerdictCountAnswer(String kind, String reason, String bounce, int count) {
        static VerdictCountAnswer of(String countKey, int count) {
            String[] cells = countKey.split("\t", -1);
            return new VerdictCountAnswer(cells[0], cells[1], cells[2], count);
        }
    }

    private void writeResult(int files, Map<String, Integer> counts) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new MessageCountsAnswer(
                            files,
                            counts.entrySet().stream()
                                    .map(entry -> VerdictCountAnswer.of(entry.getKey(), entry.getValue()))
                                    .toList()));
            return;
        }
        TextTable table = TextTable.of("kind", "reason", "bounce", ">recipients");
        counts.forEach((key, count) -> {
            String[] cells = key.split("\t", -1);
            table.addRow(cells[0], cells[1], cells[2], TerminalText.formatNumber(count));
        });
        console().printTable(table);
        console().printLine(TerminalText.formatCount(files, "message") + " read.");
    }
}
