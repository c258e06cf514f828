package heed.benchmarks;

import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.Statistics;
import heed.bounces.BounceReader;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.report.MimeBounceReader;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Measures how fast a folder of returned mails is read on one thread. The alternative is the mail library, which parses the same
 * mails and reads their texts without a verdict.
 *
 * <p>{@code DIR [ROUNDS]}, by default 9 rounds.
 */
public final class ReadBouncesBenchmark {
    private static final int WARM_UPS = 40;
    private static final int READINGS = 10;

    private ReadBouncesBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("read-bounces DIR [ROUNDS]");
            System.exit(2);
        }
        run(Path.of(arguments[0]), arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9, System.out);
    }

    static void run(Path folder, int rounds, PrintStream out) throws IOException {
        List<byte[]> mails = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                mails.add(Files.readAllBytes(file));
            }
        }
        long bytes = mails.stream().mapToLong(mail -> mail.length).sum();
        out.printf("%,d mails, %,d KB, %d rounds of ten readings%n", mails.size(), bytes >> 10, rounds);
        out.println(MachineDescription.describe());
        BounceReader reader = new MimeBounceReader(BounceClassifier.standard());
        List<Double> readRates = new ArrayList<>();
        List<Double> parseRates = new ArrayList<>();
        long bounces = 0;
        for (int round = -WARM_UPS; round < rounds; round++) {
            long start = System.nanoTime();
            bounces = 0;
            for (int i = 0; i < READINGS; i++) {
                for (byte[] mail : mails) {
                    bounces += reader.read(mail).stream()
                            .filter(verdict -> verdict.kind() == VerdictKind.FAILED)
                            .count();
                }
            }
            double readRate = READINGS * mails.size() / ((System.nanoTime() - start) / 1e9);
            start = System.nanoTime();
            for (int i = 0; i < READINGS; i++) {
                for (byte[] mail : mails) {
                    countCharacters(mail);
                }
            }
            double parseRate = READINGS * mails.size() / ((System.nanoTime() - start) / 1e9);
            if (round >= 0) {
                readRates.add(readRate);
                parseRates.add(parseRate);
            }
        }
        out.printf(
                "read, with %,d bounces: %s%n",
                bounces / READINGS, Statistics.of(readRates).format("mails/s"));
        out.printf("parsed by the mail library: %s%n", Statistics.of(parseRates).format("mails/s"));
        out.printf(
                "%.2f times%n",
                Statistics.of(readRates).median() / Statistics.of(parseRates).median());
    }

    private static int countCharacters(byte[] mail) {
        try {
            return countCharacters(
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
        } catch (MessagingException | IOException broken) {
            return 0; // the library cannot parse some mails
        }
    }

    private static int countCharacters(Part part) throws MessagingException, IOException {
        Object content = part.getContent();
        int characters = content instanceof String text ? text.length() : 0;
        if (content instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                characters += countCharacters(parts.getBodyPart(i));
            }
        }
        return characters;
    }
}
