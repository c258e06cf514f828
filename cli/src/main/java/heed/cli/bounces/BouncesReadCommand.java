package heed.cli.bounces;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.report.ReplyTextReader;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how messages that came back, replies of servers and lines of their logs are classified. */
@Command(
        name = "read",
        description = {
            "Show how messages that came back are classified. Changes nothing.",
            "Shows the recipient, the kind, the reason, its evidence, and advice.",
            "With --text, shows it for a reply of a mail server, or for a line of its log."
        })
public final class BouncesReadCommand extends HeedCommand {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files that contain one message each.")
    private List<Path> files = List.of();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description =
                    "A reply or a line of a log, such as \"550 5.1.1 User unknown\". - reads standard input, one on"
                            + " each line.")
    private Optional<String> text = Optional.empty();

    @Option(
            names = "--tsv",
            description = "Print a row for each recipient, " + VerdictRows.HELP + " For a text, file is its line.")
    private boolean tsv;

    public BouncesReadCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() throws IOException {
        if (files.isEmpty() == text.isEmpty()) {
            throw CommandException.invalid("usage", "give files of messages, or --text, and not both");
        }
        if (tsv && globalOptions().json()) {
            throw CommandException.invalid("usage", "--tsv and --json exclude each other; give one of them");
        }
        if (tsv) {
            Writer rows = console().fileWriter();
            rows.write(VerdictRows.HEADER);
            readAll((source, verdicts) -> {
                for (BounceVerdict verdict : verdicts) {
                    rows.write(VerdictRows.format(source, verdict));
                }
            });
            rows.flush();
        } else if (globalOptions().json()) {
            List<MessageAnswer> answers = new ArrayList<>();
            readAll((source, verdicts) -> answers.add(new MessageAnswer(
                    source, verdicts.stream().map(VerdictAnswer::of).toList())));
            console().writeJson(new MessagesAnswer(answers));
        } else {
            readAll(this::print);
        }
        return ExitCode.DONE;
    }

    /** Receives the verdicts of one message or text. */
    private interface VerdictSink {
        void accept(String source, List<BounceVerdict> verdicts) throws IOException;
    }

    private void readAll(VerdictSink sink) throws IOException {
        for (Path file : files) {
            sink.accept(file.toString(), MessageFiles.readVerdicts(file));
        }
        if (text.isPresent()) {
            readTexts(text.get(), sink);
        }
    }

    /** Reads each line of a text that is not blank. */
    private void readTexts(String given, VerdictSink sink) throws IOException {
        ReplyTextReader reader = new ReplyTextReader(BounceClassifier.standard());
        Reader source = given.equals(STANDARD_INPUT)
                ? new InputStreamReader(environment().in(), StandardCharsets.UTF_8)
                : new StringReader(given);
        BufferedReader lines = new BufferedReader(source);
        int number = 0;
        boolean empty = true;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                empty = false;
                sink.accept("line " + number, List.of(reader.read(line)));
            }
        }
        if (empty) {
            throw CommandException.invalid(
                    "no-text", "the text is empty; give a reply such as \"550 5.1.1 User unknown\"");
        }
    }

    private void print(String source, List<BounceVerdict> verdicts) {
        console().printLine(source + ":");
        for (BounceVerdict verdict : verdicts) {
            console()
                    .printLine("  "
                            + verdict.recipient().orElse("no recipient named") + ": "
                            + verdict.kind().label()
                            + verdict.diagnosis()
                                    .map(diagnosis -> ", " + diagnosis.kind().label() + ", "
                                            + diagnosis.reason().label())
                                    .orElse(""));
            verdict.originalRecipient().ifPresent(address -> console().printLine("    originally to " + address));
            verdict.diagnosis().ifPresent(diagnosis -> {
                console().printLine("    decided by " + diagnosis.evidence().label() + ": " + diagnosis.ruleId());
                console().printLine("    " + diagnosis.reason().advice());
            });
            String codes = verdict.report()
                            .status()
                            .map(EnhancedStatusCode::toString)
                            .orElse("")
                    + verdict.report().replyCode().map(code -> " reply " + code).orElse("");
            if (!codes.isBlank()) {
                console().printLine("    " + ("status " + codes).replace("status  reply", "reply"));
            }
            verdict.report().remoteMta().ifPresent(name -> console().printLine("    answered by " + name));
            verdict.report().reportingMta().ifPresent(name -> console().printLine("    reported by " + name));
            verdict.trace().messageId().ifPresent(id -> console().printLine("    about message " + id));
            if (!verdict.report().text().isEmpty()) {
                console().printLine("    \"" + verdict.report().text() + "\"");
            }
        }
    }

    private record MessagesAnswer(List<MessageAnswer> messages) {}

    private record MessageAnswer(String file, List<VerdictAnswer> verdicts) {}

    private record VerdictAnswer(
            String kind,
            Optional<String> recipient,
            Optional<String> originalRecipient,
            Optional<String> reason,
            Optional<String> group,
            Optional<String> bounce,
            Optional<String> evidence,
            Optional<String> rule,
            Optional<String> advice,
            Optional<String> status,
            Optional<String> reply,
            Optional<String> reportingMta,
            Optional<String> remoteMta,
            String text,
            Optional<String> messageId,
            String classifier) {
        static VerdictAnswer of(BounceVerdict verdict) {
            return new VerdictAnswer(
                    verdict.kind().label(),
                    verdict.recipient(),
                    verdict.originalRecipient(),
                    verdict.diagnosis().map(diagnosis -> diagnosis.reason().label()),
                    verdict.diagnosis()
                            .map(diagnosis -> diagnosis.reason().group().label()),
                    verdict.diagnosis().map(diagnosis -> diagnosis.kind().label()),
                    verdict.diagnosis().map(diagnosis -> diagnosis.evidence().label()),
                    verdict.diagnosis().map(Diagnosis::ruleId),
                    verdict.diagnosis().map(diagnosis -> diagnosis.reason().advice()),
                    verdict.report().status().map(EnhancedStatusCode::toString),
                    verdict.report().replyCode().map(code -> Integer.toString(code)),
                    verdict.report().reportingMta(),
                    verdict.report().remoteMta(),
                    verdict.report().text(),
                    verdict.trace().messageId(),
                    verdict.classifier());
        }
    }
}
