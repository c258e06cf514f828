package heed.examples.prove;

import heed.mail.LinkKey;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailNonce;
import heed.mail.MailTokens;
import heed.model.prospect.EmailAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Kills processes that fetch bounces from a mailbox (SIGKILL) at random moments until half of the bounces are fetched, lets two
 * processes fetch the rest at once, and checks that each bounce was stored exactly once. Each round draws its moments from a
 * seed of its own. The arguments of the process are {@link ProofArguments}, with the number of bounces as size.
 */
public final class KilledFetchesProof {
    private static final String CAMPAIGN = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;
    private static final String SETTINGS = """
            { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
              "from": "News <news@example.com>", "bounces": "bounces@example.com",
              "bounceMailbox": { "maildir": "bounces" }, "publicUrl": "https://mail.example.com/" }
            """;
    private static final String REPORT = """
            From: MAILER-DAEMON@mx.example
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <report-%1$d@mx.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            Nobody here has this address.

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; %2$s
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 user unknown

            --b
            Content-Type: text/rfc822-headers

            Message-ID: %3$s
            To: %2$s
            --b--
            """;

    private static final String ACCOUNT = "default";
    private static final String BASE_STORE = "fetches";
    private static final String KILLED_STORE = "killed_fetches";
    private static final int MAX_PER_KILL = 30;
    private static final long POLL_MILLIS = 2;

    private final List<String> heed;
    private final Path folder;
    private final Path maildir;
    private final ProofStores stores;

    /**
     * @param heed the words that start {@code heed}, without arguments
     * @param folder the folder of all files except the stores
     */
    public KilledFetchesProof(List<String> heed, Path folder, ProofStores stores) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.maildir = folder.resolve("bounces");
        this.stores = stores;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        ProofArguments proof = ProofArguments.parse(arguments);
        KilledFetchesResult result =
                proof.withStores(stores -> new KilledFetchesProof(stores.command(proof.heed()), proof.folder(), stores)
                        .prove(proof.kills(), proof.size(), proof.seed()));
        System.out.println(result);
        System.exit(result.correctRounds() == result.rounds() && result.killed() >= proof.kills() ? 0 : 1);
    }

    /**
     * The result of all rounds.
     *
     * @param killed how many processes were killed before they had ended
     * @param correctRounds in how many rounds each bounce was stored exactly once
     */
    public record KilledFetchesResult(int rounds, int killed, int correctRounds) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " killed; " + correctRounds
                    + " correct: each bounce stored once, none lost";
        }
    }

    /**
     * Runs rounds until enough processes were killed.
     *
     * @param kills how many processes are to be killed, at least. There are at most twice as many rounds.
     */
    public KilledFetchesResult prove(int kills, int bounces, long seed)
            throws IOException, InterruptedException, SQLException {
        List<MailMark> mails = sendMails(bounces);
        LinkKey key = readKey();
        MailTokens tokens = new MailTokens(ACCOUNT, 0, () -> List.of(key));
        MailCorrelation marks = new MailCorrelation(tokens, new EmailAddress("bounces@example.com"));
        int rounds = 0;
        int killed = 0;
        int correctRounds = 0;
        while (killed < kills && rounds < 2 * kills) {
            stores.copy(BASE_STORE, KILLED_STORE);
            fillMailbox(mails, marks);
            int killedNow = killUntilHalf(mails.size(), new Random(seed + rounds));
            HeedProcess first = startFetch("one");
            HeedProcess second = startFetch("other");
            first.requireExitCode(0);
            second.requireExitCode(0);
            List<String> violations = findViolations(mails);
            killed += killedNow;
            correctRounds += violations.isEmpty() ? 1 : 0;
            System.out.println("seed " + (seed + rounds) + ": " + killedNow + " killed, "
                    + (violations.isEmpty() ? "correct" : "WRONG: " + violations));
            rounds++;
        }
        return new KilledFetchesResult(rounds, killed, correctRounds);
    }

    /** Sends mails. Returns their marks. */
    private List<MailMark> sendMails(int number) throws IOException, InterruptedException, SQLException {
        String csv = IntStream.range(0, number)
                .mapToObj(i -> "P" + i + ",p" + i + "@d" + i % 50 + ".example\n")
                .collect(Collectors.joining("", "Id,Email\n", ""));
        Path file = Files.writeString(folder.resolve("fetches.csv"), csv, StandardCharsets.UTF_8);
        Path campaign = Files.writeString(folder.resolve("fetches.json"), CAMPAIGN, StandardCharsets.UTF_8);
        stores.clear(BASE_STORE);
        runHeed("import", file.toString(), "--new-store");
        runHeed("bounces", "policy", "--pause-share", "100");
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            Files.writeString(settingsFile(), SETTINGS.formatted(sink.port()), StandardCharsets.UTF_8);
            runHeed(
                    "run",
                    campaign.toString(),
                    "--confirm",
                    Integer.toString(number),
                    "--mail",
                    settingsFile().toString());
        }
        List<MailMark> mails = new ArrayList<>();
        query(
                BASE_STORE,
                "SELECT id, nonce, address FROM mail WHERE state = 'SENT' ORDER BY id",
                row -> mails.add(new MailMark(
                        new MailId(row.getLong(1)),
                        Optional.of(new MailNonce(row.getLong(2))),
                        Optional.of(new EmailAddress(row.getString(3))))));
        if (mails.size() != number) {
            throw new IllegalStateException(mails.size() + " of " + number + " mails were sent");
        }
        return mails;
    }

    private Path settingsFile() {
        return folder.resolve("mail.json");
    }

    private void runHeed(String... arguments) throws IOException, InterruptedException {
        HeedProcess.start(heed, folder, stores.address(BASE_STORE), arguments).requireExitCode(0);
    }

    private interface RowConsumer {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String store, String sql, RowConsumer reader) throws SQLException {
        try (Connection connection = stores.open(store);
                PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private LinkKey readKey() throws SQLException {
        List<String> secrets = new ArrayList<>();
        query(BASE_STORE, "SELECT secret FROM link_key", row -> secrets.add(row.getString(1)));
        return LinkKey.parse(secrets.get(0)).orElseThrow();
    }

    private void fillMailbox(List<MailMark> mails, MailCorrelation marks) throws IOException {
        if (Files.exists(maildir)) {
            try (Stream<Path> files = Files.walk(maildir)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        for (String part : List.of("tmp", "new", "cur")) {
            Files.createDirectories(maildir.resolve(part));
        }
        for (MailMark mail : mails) {
            Files.writeString(
                    maildir.resolve("new").resolve("report-" + mail.mail()),
                    REPORT.formatted(
                            mail.mail().value(), mail.address().orElseThrow().value(), marks.messageId(mail)),
                    StandardCharsets.US_ASCII);
        }
    }

    private int killUntilHalf(int mails, Random random) throws IOException, InterruptedException {
        int killed = 0;
        while (countMoved() < mails / 2) {
            int target = countMoved() + 1 + random.nextInt(MAX_PER_KILL);
            HeedProcess fetch = startFetch("one");
            while (fetch.isAlive() && countMoved() < target) {
                fetch.endsWithin(POLL_MILLIS);
            }
            fetch.endsWithin(random.nextInt(5)); // kills some between moving a message and storing it
            killed += fetch.isAlive() && fetch.kill() ? 1 : 0;
        }
        return killed;
    }

    /** Starts a fetch whose output files are in a folder with the given name. */
    private HeedProcess startFetch(String name) throws IOException {
        return HeedProcess.start(
                heed,
                Files.createDirectories(folder.resolve(name)),
                stores.address(KILLED_STORE),
                "bounces",
                "fetch",
                "--mail",
                settingsFile().toString());
    }

    private int countMoved() throws IOException {
        Path processed = maildir.resolve(".Heed-Processed").resolve("cur");
        if (!Files.isDirectory(processed)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(processed)) {
            return (int) files.count();
        }
    }

    private List<String> findViolations(List<MailMark> mails) throws IOException, SQLException {
        List<String> violations = new ArrayList<>();
        if (countMoved() != mails.size()) {
            violations.add((mails.size() - countMoved()) + " messages are still in the mailbox");
        }
        Map<Long, Integer> bounceCounts = new TreeMap<>();
        query(KILLED_STORE, "SELECT mail FROM bounce", row -> bounceCounts.merge(row.getLong(1), 1, Integer::sum));
        mails.forEach(mail -> {
            int times = bounceCounts.getOrDefault(mail.mail().value(), 0);
            if (times != 1) {
                violations.add("the bounce of mail " + mail.mail() + " is stored " + times + " times");
            }
        });
        query(KILLED_STORE, "SELECT count(*) FROM bounced_address", row -> {
            if (row.getInt(1) != mails.size()) {
                violations.add(row.getInt(1) + " addresses are marked");
            }
        });
        return violations;
    }
}
