package heed.examples.prove;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.report.MimeBounceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Reads mails that were cut, spliced and mangled. The reader must answer each mail within five seconds, give the same answer
 * twice, and throw nothing.
 */
public final class FuzzedBouncesProof {
    private static final Duration MAX_DURATION = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 1 << 20;

    private final BounceReader reader = new MimeBounceReader(BounceClassifier.standard(), fault -> {
        throw new IllegalStateException("a fault", fault);
    });
    private final List<byte[]> mails;

    /** @param mails the mails to mangle */
    public FuzzedBouncesProof(List<byte[]> mails) {
        this.mails = List.copyOf(mails);
    }

    /**
     * Runs {@code FuzzedBouncesProof SECONDS SEED FILE}. The file has mails in the form of the reader's tests. The first fault
     * ends the run with exit code 1 and prints its seed.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("FuzzedBouncesProof SECONDS SEED FILE");
            System.exit(2);
        }
        FuzzedBouncesProof fuzz = new FuzzedBouncesProof(parseMails(Files.readString(Path.of(arguments[2]))));
        long seed = Long.parseLong(arguments[1]);
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.parseLong(arguments[0])).toNanos();
        long read = 0;
        while (System.nanoTime() < end) {
            try {
                fuzz.runRound(seed + read);
            } catch (IllegalStateException fault) {
                fault.printStackTrace(System.out);
                System.exit(1);
            }
            read++;
        }
        System.out.println(read + " mangled mails were read, from seed " + seed + ": no fault.");
    }

    /** Returns the mails of a file. A line that starts with four equals signs starts each mail and names it. */
    public static List<byte[]> parseMails(String text) {
        return Arrays.stream(text.split("(?m)^==== ", -1))
                .skip(1)
                .map(block -> block.replaceFirst("[^\\n]*\\n(?:[^\\n]* \\| [^\\n]*\\n)*", ""))
                .map(mail -> mail.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * Mangles and reads one mail. The seed decides which mail and how it is mangled.
     *
     * @throws IllegalStateException if the reader fails; the message names the seed
     */
    public void runRound(long seed) {
        byte[] mail = mangle(new Random(seed));
        try {
            check(mail);
        } catch (RuntimeException fault) {
            throw new IllegalStateException("seed " + seed + ": " + fault.getMessage(), fault);
        }
    }

    private void check(byte[] mail) {
        long start = System.nanoTime();
        List<BounceVerdict> verdicts = reader.read(mail);
        if (System.nanoTime() - start > MAX_DURATION.toNanos()) {
            throw new IllegalStateException("it took longer than " + MAX_DURATION.toSeconds() + " s");
        }
        if (verdicts.isEmpty()) {
            throw new IllegalStateException("a mail was lost");
        }
        if (!verdicts.equals(reader.read(mail))) {
            throw new IllegalStateException("the second reading of the mail differs from the first");
        }
        for (BounceVerdict verdict : verdicts) {
            if (verdict.report().text().length() > BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH
                    || verdict.recipient()
                            .filter(FuzzedBouncesProof::isMalformed)
                            .isPresent()) {
                throw new IllegalStateException(
                        "a verdict has a text or an address that is too long or has a line break");
            }
        }
    }

    private static boolean isMalformed(String address) {
        return address.length() > 400 || address.chars().anyMatch(character -> character == '\n' || character == '\r');
    }

    private byte[] mangle(Random random) {
        byte[] mail = randomMail(random);
        for (int i = random.nextInt(6); i >= 0; i--) {
            mail = mutate(random, mail);
            if (mail.length > MAX_BYTES) {
                mail = Arrays.copyOf(mail, MAX_BYTES);
            }
        }
        return mail;
    }

    private byte[] randomMail(Random random) {
        return mails.get(random.nextInt(mails.size()));
    }

    private byte[] mutate(Random random, byte[] mail) {
        int at = mail.length == 0 ? 0 : random.nextInt(mail.length);
        int to = Math.min(mail.length, at + 1 + random.nextInt(200));
        return switch (random.nextInt(10)) {
            case 0 -> Arrays.copyOf(mail, at);
            case 1 -> join(Arrays.copyOf(mail, at), lastPart(randomMail(random), random.nextDouble()));
            case 2 -> join(Arrays.copyOf(mail, at), Arrays.copyOfRange(mail, to, mail.length));
            case 3 -> join(Arrays.copyOf(mail, to), Arrays.copyOfRange(mail, at, mail.length));
            case 4 -> flipBytes(random, mail);
            case 5 -> join(Arrays.copyOf(mail, at), randomBytes(random), Arrays.copyOfRange(mail, at, mail.length));
            case 6 -> replace(mail, "\n", random.nextBoolean() ? "\r" : "\r\n");
            case 7 -> replace(mail, "\n\n", "\n");
            case 8 ->
                join(
                        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n"
                                .getBytes(StandardCharsets.US_ASCII),
                        mail);
            default ->
                replace(mail, "text/plain", "text/plain; charset=" + (random.nextBoolean() ? "utf-16" : "x-none"));
        };
    }

    private static byte[] lastPart(byte[] mail, double share) {
        return Arrays.copyOfRange(mail, (int) (mail.length * share), mail.length);
    }

    private static byte[] flipBytes(Random random, byte[] mail) {
        byte[] flipped = mail.clone();
        for (int i = 0; i < 20 && flipped.length > 0; i++) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        }
        return flipped;
    }

    private static byte[] randomBytes(Random random) {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        if (random.nextBoolean()) {
            Arrays.fill(noise, (byte) "<>@\"=?;:\n -5.&".charAt(random.nextInt(14)));
        }
        return noise;
    }

    private static byte[] replace(byte[] mail, String target, String replacement) {
        return new String(mail, StandardCharsets.ISO_8859_1)
                .replace(target, replacement)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] result = Arrays.copyOf(parts[0], length);
        int at = parts[0].length;
        for (byte[] part : Arrays.asList(parts).subList(1, parts.length)) {
            System.arraycopy(part, 0, result, at, part.length);
            at += part.length;
        }
        return result;
    }
}
