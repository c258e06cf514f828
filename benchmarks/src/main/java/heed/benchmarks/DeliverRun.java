package heed.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import heed.examples.prove.SmtpSink;
import heed.mail.delivery.DeliveryTally;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Delivery of queued mails to an SMTP server on loopback, from its start until every outcome is kept, with the send gate
 * and the embedded store, beside a bare loop of the mail library that sends the same mails, already written, on as many
 * connections with the same settings. Each is a process of its own with a heap of 512 MB; they alternate.
 *
 * <p>{@code FOLDER PROSPECTS MAILS ROUNDS CONNECTIONS}
 */
public final class DeliverRun {
    private static final List<String> OPTIONS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider");
    private final Path folder;
    private final int prospects;
    private final int leadScore;
    private final int connections;
    private final Path queued;
    private final Path written;

    private DeliverRun(Path folder, int prospects, int mails, int connections) {
        this.folder = folder;
        this.prospects = prospects;
        this.leadScore = Math.max(1, Math.round((float) mails * FilledStore.SCORES / prospects));
        this.connections = connections;
        this.queued = folder.resolve("queued-" + prospects + "-" + leadScore + ".db");
        this.written = folder.resolve("written-" + prospects + "-" + leadScore);
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "heed" -> heed(Path.of(arguments[1]), number(arguments[2]), number(arguments[3]));
            case "loop" -> loop(Path.of(arguments[1]), number(arguments[2]), number(arguments[3]));
            default -> {
                Path folder = Path.of(arguments[0]);
                Files.createDirectories(folder);
                new DeliverRun(folder, number(arguments[1]), number(arguments[2]), number(arguments[4]))
                        .compare(number(arguments[3]));
            }
        }
    }

    /** One in twenty: their mails are queued, and the gate refuses them. */
    private static boolean optedOut(int number) {
        return number % 20 == 3;
    }

    private static int number(String argument) {
        return Integer.parseInt(argument);
    }

    /** What one side did, in ms. */
    private record Took(long wall, long cpu, long sink) {}

    private void compare(int rounds) throws IOException, InterruptedException {
        prepare();
        Set<String> recipients = IntStream.range(0, prospects)
                .filter(number -> number % FilledStore.SCORES < leadScore && !optedOut(number))
                .mapToObj(FilledStore::address)
                .collect(Collectors.toSet());
        check("heed", recipients);
        check("loop", recipients);
        int mails = recipients.size();
        List<Took> heed = new ArrayList<>();
        List<Took> loop = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            heed.add(time("heed", mails));
            loop.add(time("loop", mails));
        }
        System.out.println(Machine.words());
        System.out.printf(
                "%,d prospects, %,d mails over %d connections to %s; each process with 512 MB of heap%n",
                prospects,
                mails,
                connections,
                PostfixSink.program()
                        .map(Path::toString)
                        .orElse("a sink in Java, for smtp-sink of Postfix is not installed"));
        tell("heed", heed, mails);
        tell("loop", loop, mails);
        System.out.printf(
                "ratio %.2f%n",
                perSecond(heed, mails).median() / perSecond(loop, mails).median());
    }

    private static Spread perSecond(List<Took> took, int mails) {
        return Spread.of(took.stream().map(one -> 1000.0 * mails / one.wall).toList());
    }

    private static void tell(String side, List<Took> took, int mails) {
        Spread perSecond = perSecond(took, mails);
        System.out.printf(
                "%s  %,.0f mails a second (%,.0f–%,.0f), %.0f µs of processor a mail, %.0f µs of the sink%n",
                side,
                perSecond.median(),
                perSecond.least(),
                perSecond.most(),
                1000
                        * Spread.of(took.stream().map(one -> (double) one.cpu).toList())
                                .median()
                        / mails,
                1000
                        * Spread.of(took.stream().map(one -> (double) one.sink).toList())
                                .median()
                        / mails);
    }

    private void prepare() throws IOException {
        if (Files.exists(written)) {
            return;
        }
        Path store = folder.resolve("filling.db");
        Files.deleteIfExists(store);
        FilledStore.fill(store, prospects, DeliverRun::optedOut);
        try (Mailing mailing = new Mailing(store)) {
            mailing.queue(leadScore);
        }
        Files.move(store, queued);
        Path writing = folder.resolve("writing");
        Path copy = FilledStore.copy(queued, folder.resolve("deliver.db"));
        Set<String> optedOut = IntStream.range(0, prospects)
                .filter(DeliverRun::optedOut)
                .mapToObj(FilledStore::address)
                .collect(Collectors.toSet());
        try (Mailing mailing = new Mailing(copy);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(writing)))) {
            mailing.written((mail, message) -> {
                if (!optedOut.contains(mail.address().value())) {
                    write(PlainMail.of(message, mail.address()), out);
                }
            });
        }
        Files.move(writing, written);
    }

    private static void write(PlainMail mail, DataOutputStream out) {
        try {
            mail.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both sides send to each of the recipients once, and to nobody else. */
    private void check(String side, Set<String> recipients) throws IOException {
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            side(side, sink.port());
            Map<String, List<Instant>> taken = sink.taken();
            if (!taken.keySet().equals(recipients) || sink.count() != recipients.size()) {
                throw new IllegalStateException(side + " sent " + sink.count() + " mails to " + taken.size()
                        + " addresses instead of " + recipients.size());
            }
        }
    }

    private Took time(String side, int mails) throws IOException, InterruptedException {
        Optional<Path> program = PostfixSink.program();
        if (program.isEmpty()) {
            try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
                return took(side(side, sink.port()), 0, sink.count(), mails);
            }
        }
        try (PostfixSink sink = PostfixSink.start(program.get(), folder.resolve("sink-counts"))) {
            String output = side(side, sink.port());
            return took(output, sink.busy().toMillis(), sink.count(), mails);
        }
    }

    private static Took took(String output, long sink, long taken, int mails) {
        if (taken != mails || OwnProcess.number(output, "sent") != mails) {
            throw new IllegalStateException("the sink took " + taken + " mails instead of " + mails + ": " + output);
        }
        return new Took(OwnProcess.number(output, "ms"), OwnProcess.number(output, "cpu"), sink);
    }

    private String side(String side, int port) throws IOException {
        Path from = side.equals("heed") ? FilledStore.copy(queued, folder.resolve("deliver.db")) : written;
        return OwnProcess.output(
                OPTIONS,
                DeliverRun.class,
                side,
                from.toString(),
                Integer.toString(port),
                Integer.toString(connections));
    }

    private static void heed(Path file, int port, int connections) throws InterruptedException {
        try (Mailing mailing = new Mailing(file)) {
            long cpu = cpu();
            long start = System.nanoTime();
            DeliveryTally tally = mailing.deliver(port, connections);
            tell(start, cpu, tally.sent());
        }
    }

    private static void loop(Path file, int port, int connections) throws Exception {
        try (PlainMail.Source mails = new PlainMail.Source(file)) {
            long cpu = cpu();
            long start = System.nanoTime();
            long sent = new BareLoop(port, Mailing.TIME_OUTS, mails, Clock.systemUTC()).send(connections);
            tell(start, cpu, sent);
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void tell(long start, long cpu, long sent) {
        System.out.println("ms " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        System.out.println("cpu " + TimeUnit.NANOSECONDS.toMillis(cpu() - cpu));
        System.out.println("sent " + sent);
    }
}
