package heed.examples.prove;

import heed.mail.MailCorrelation;
import heed.mail.MailId;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Kills what fetches bounces out of a mailbox at random moments (SIGKILL), again and again until half of them are taken, lets
 * two at once take the others, and looks whether each bounce was kept once and none was lost: {@code STORES STORES_FOLDER
 * COMMAND FOLDER KILLS BOUNCES SEED}, where the command is the {@code heed} executable. The moments of a round are drawn from
 * a seed of its own, one higher each round.
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
    private static final long POLL_MILLIS = 2; // ms

    private final List<String> heed;
    private final Path folder;
    private final Path maildir;
    private final ProofStores stores;

    /** @param folder where everything but the stores is kept */
    public KilledFetchesProof(List<String> heed, Path folder, ProofStores stores) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.maildir = folder.resolve("bounces");
        this.stores = stores;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path folder = Path.of(arguments[3]);
        Files.createDirectories(folder);
        int kills = Integer.parseInt(arguments[4]);
        int bounces = Integer.parseInt(arguments[5]);
        long seed = Long.parseLong(arguments[6]);
        KilledFetchesResult result = ProofStores.withStores(
                arguments[0],
                Path.of(arguments[1]),
                stores -> new KilledFetchesProof(List.of(arguments[2]), folder, stores).prove(kills, bounces, seed));
        System.out.println(result);
        System.exit(result.correctRounds() == result.rounds() && result.killed() >= kills ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param killed how many processes were still at work when they were killed
     * @param correctRounds in how many rounds each bounce was kept once
     */
    public record KilledFetchesResult(int rounds, int killed, int correctRounds) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " killed at work; " + correctRounds
                    + " right: each bounce once, none lost";
        }
    }

    /** @param kills so many or a few more, and twice as many rounds are the most */
    public KilledFetchesResult prove(int kills, int bounces, long seed)
            throws IOException, InterruptedException, SQLException {
        Map<Long, String> mails = sendMails(bounces);
        MailCorrelation marks =
                new MailCorrelation(new MailTokens(readSecret(), ACCOUNT), new EmailAddress("bounces@example.com"));
        int rounds = 0;
        int killed = 0;
        int right = 0;
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
            right += violations.isEmpty() ? 1 : 0;
            System.out.println("seed " + (seed + rounds) + ": " + killedNow + " killed, "
                    + (violations.isEmpty() ? "right" : "WRONG: " + violations));
            rounds++;
        }
        return new KilledFetchesResult(rounds, killed, right);
    }

    /** Sends so many mails; the addresses by the mails' ids. */
    private Map<Long, String> sendMails(int number) throws IOException, InterruptedException, SQLException {
        String people = IntStream.range(0, number)
                .mapToObj(i -> "P" + i + ",p" + i + "@d" + i % 50 + ".example\n")
                .collect(Collectors.joining("", "Id,Email\n", ""));
        Path file = Files.writeString(folder.resolve("fetches.csv"), people, StandardCharsets.UTF_8);
        Path campaign = Files.writeString(folder.resolve("fetches.json"), CAMPAIGN, StandardCharsets.UTF_8);
        stores.clear(BASE_STORE);
        runHeed("import", file.toString());
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
        Map<Long, String> mails = new TreeMap<>();
        query(
                BASE_STORE,
                "SELECT id, address FROM mail WHERE state = 'SENT'",
                row -> mails.put(row.getLong(1), row.getString(2)));
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

    private byte[] readSecret() throws SQLException {
        List<String> secrets = new ArrayList<>();
        query(BASE_STORE, "SELECT secret FROM mail_secret", row -> secrets.add(row.getString(1)));
        return HexFormat.of().parseHex(secrets.get(0));
    }

    private void fillMailbox(Map<Long, String> mails, MailCorrelation marks) throws IOException {
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
        for (Map.Entry<Long, String> mail : mails.entrySet()) {
            Files.writeString(
                    maildir.resolve("new").resolve("report-" + mail.getKey()),
                    REPORT.formatted(mail.getKey(), mail.getValue(), marks.messageId(new MailId(mail.getKey()))),
                    StandardCharsets.US_ASCII);
        }
    }

    private int killUntilHalf(int all, Random random) throws IOException, InterruptedException {
        int killed = 0;
        while (countMoved() < all / 2) {
            int enough = countMoved() + 1 + random.nextInt(MAX_PER_KILL);
            HeedProcess fetch = startFetch("one");
            while (fetch.isAlive() && countMoved() < enough) {
                fetch.endsWithin(POLL_MILLIS);
            }
            fetch.endsWithin(random.nextInt(5)); // so that some are killed between the mailbox and the store
            killed += fetch.isAlive() && fetch.kill() ? 1 : 0;
        }
        return killed;
    }

    /** What it prints is kept under a name. */
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

    private List<String> findViolations(Map<Long, String> mails) throws IOException, SQLException {
        List<String> violations = new ArrayList<>();
        if (countMoved() != mails.size()) {
            violations.add((mails.size() - countMoved()) + " messages are still in the mailbox");
        }
        Map<Long, Integer> bounceCounts = new TreeMap<>();
        query(KILLED_STORE, "SELECT mail FROM bounce", row -> bounceCounts.merge(row.getLong(1), 1, Integer::sum));
        mails.keySet().forEach(mail -> {
            int times = bounceCounts.getOrDefault(mail, 0);
            if (times != 1) {
                violations.add("the bounce of mail " + mail + " is kept " + times + " times");
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
