package heed.smtp.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/**
 * Takes a message apart. What is broken is read as far as it goes; what is past a limit is left out, which is well behind
 * where a report stands: {@value #MOST_BYTES} bytes, {@value #MOST_PARTS} parts, {@value #DEEPEST} levels,
 * {@value #LONGEST_TEXT} bytes of a part.
 */
final class MimeWalk {
    static final int MOST_BYTES = 1 << 20;
    static final int MOST_PARTS = 100;
    static final int DEEPEST = 12;
    static final int LONGEST_TEXT = 1 << 17;
    private static final int LONGEST_HIDDEN = 1 << 13;
    private static final int MOST_FIELDS = 500;
    private static final int LONGEST_FIELD = 4000;
    private static final MimeConfig LENIENT = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(-1)
            .setMaxHeaderCount(-1)
            .setMaxContentLen(-1)
            .setMalformedHeaderStartsBody(false)
            .build();

    private final List<Incoming.Part> parts = new ArrayList<>();
    private final List<Headers> originals = new ArrayList<>();
    private Headers top = Headers.NONE;
    private List<Headers.Field> fields = new ArrayList<>();
    private int depth;
    private int messages;

    private MimeWalk() {}

    static Incoming through(byte[] message) {
        byte[] clean = Lines.clean(message.length > MOST_BYTES ? Arrays.copyOf(message, MOST_BYTES) : message);
        MimeWalk walk = new MimeWalk();
        walk.walk(Unmarked.multipart(clean));
        return new Incoming(walk.top, walk.parts, walk.originals);
    }

    private void walk(byte[] bytes) {
        MimeTokenStream stream = new MimeTokenStream(LENIENT);
        stream.parse(new ByteArrayInputStream(bytes));
        try {
            EntityState state = stream.getState();
            while (state != EntityState.T_END_OF_STREAM && parts.size() < MOST_PARTS && depth + messages <= DEEPEST) {
                take(stream, state);
                state = stream.next();
            }
        } catch (IOException | MimeException broken) {
            // what was read so far is what there is
            return;
        }
    }

    private void take(MimeTokenStream stream, EntityState state) throws IOException {
        switch (state) {
            case T_START_MESSAGE -> messages++;
            case T_END_MESSAGE -> messages--;
            case T_START_MULTIPART -> depth++;
            case T_END_MULTIPART -> depth--;
            case T_START_HEADER -> fields = new ArrayList<>();
            case T_FIELD -> field(stream);
            case T_END_HEADER -> headers();
            case T_BODY -> body(stream.getBodyDescriptor(), stream.getDecodedInputStream());
            case T_PREAMBLE -> preamble(stream.getInputStream());
            case T_START_BODYPART, T_END_BODYPART, T_EPILOGUE, T_RAW_ENTITY, T_END_OF_STREAM -> {}
        }
    }

    private void field(MimeTokenStream stream) {
        if (fields.size() < MOST_FIELDS) {
            String body = stream.getField().getBody();
            String value = body == null ? "" : body.length() > LONGEST_FIELD ? body.substring(0, LONGEST_FIELD) : body;
            fields.add(new Headers.Field(
                    stream.getField().getName().strip().toLowerCase(Locale.ROOT), Lines.unfolded(decoded(value))));
        }
    }

    private static String decoded(String value) {
        String text = Charsets.utf8(value);
        return text.contains("=?") ? DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT) : text;
    }

    private void headers() {
        if (top.fields().isEmpty() && originals.isEmpty() && messages <= 1) {
            top = new Headers(fields);
        } else if (messages > originals.size() + 1) {
            originals.add(new Headers(fields));
        }
    }

    private void body(BodyDescriptor descriptor, InputStream content) throws IOException {
        String type = descriptor.getMimeType() == null
                ? "text/plain"
                : descriptor.getMimeType().toLowerCase(Locale.ROOT);
        boolean readable = type.startsWith("text/") || type.startsWith("message/") || type.startsWith("multipart/");
        byte[] bytes = content.readNBytes(readable ? LONGEST_TEXT : LONGEST_HIDDEN);
        if (!readable && !hidesReport(bytes)) {
            return;
        }
        String text = Charsets.decode(bytes, descriptor.getCharset());
        if (type.endsWith("rfc822-headers") || type.equals("message/global-headers") || type.equals("message/global")) {
            originals.add(
                    Headers.of(text.lines().takeWhile(line -> !line.isBlank()).toList()));
        } else {
            parts.add(new Incoming.Part(readable ? type : "message/delivery-status", text, Math.max(0, messages - 1)));
        }
    }

    /** Whether it is a report for machines that is attached as something else. */
    private static boolean hidesReport(byte[] bytes) {
        String start = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading();
        return start.regionMatches(true, 0, "Reporting-MTA:", 0, 14)
                || start.regionMatches(true, 0, "Final-Recipient:", 0, 16)
                || start.regionMatches(true, 0, "Original-Recipient:", 0, 19);
    }

    private void preamble(InputStream content) throws IOException {
        String text = new String(content.readNBytes(LONGEST_TEXT), StandardCharsets.ISO_8859_1);
        if (!text.isBlank()) {
            parts.add(new Incoming.Part(Incoming.PREAMBLE, text, Math.max(0, messages - 1)));
        }
    }
}
