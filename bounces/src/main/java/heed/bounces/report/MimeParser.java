package heed.bounces.report;

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
 * Splits a message into its parts. A malformed message is read as far as possible. Content beyond these limits is left out; a
 * report ends well before them: {@value #MAX_BYTES} bytes, {@value #MAX_PARTS} parts, {@value #MAX_DEPTH} levels,
 * {@value #MAX_TEXT_BYTES} bytes of a part.
 */
final class MimeParser {
    static final int MAX_BYTES = 1 << 20;
    static final int MAX_PARTS = 100;
    static final int MAX_DEPTH = 12;
    static final int MAX_TEXT_BYTES = 1 << 17;
    private static final int MAX_ATTACHMENT_BYTES = 1 << 13;
    private static final int MAX_FIELDS = 500;
    private static final int MAX_FIELD_LENGTH = 4000;
    private static final MimeConfig LENIENT = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(-1)
            .setMaxHeaderCount(-1)
            .setMaxContentLen(-1)
            .setMalformedHeaderStartsBody(false)
            .build();

    private final List<ParsedMail.MailPart> parts = new ArrayList<>();
    private final List<HeaderFields> originals = new ArrayList<>();
    private HeaderFields top = HeaderFields.NONE;
    /** The fields of the header that is being read. */
    private List<HeaderFields.HeaderField> fields = new ArrayList<>();
    /** The number of multiparts around the current position. */
    private int depth;
    /** The number of messages around the current position, with the outermost. */
    private int messages;

    private MimeParser() {}

    static ParsedMail parse(byte[] message) {
        byte[] clean =
                LineNormalizer.normalize(message.length > MAX_BYTES ? Arrays.copyOf(message, MAX_BYTES) : message);
        MimeParser parser = new MimeParser();
        parser.run(MultipartRepair.repair(clean));
        return new ParsedMail(parser.top, parser.parts, parser.originals);
    }

    private void run(byte[] bytes) {
        MimeTokenStream stream = new MimeTokenStream(LENIENT);
        stream.parse(new ByteArrayInputStream(bytes));
        try {
            EntityState state = stream.getState();
            while (state != EntityState.T_END_OF_STREAM && parts.size() < MAX_PARTS && depth + messages <= MAX_DEPTH) {
                handle(stream, state);
                state = stream.next();
            }
        } catch (IOException | MimeException malformed) {
            return; // the parts read so far are used
        }
    }

    private void handle(MimeTokenStream stream, EntityState state) throws IOException {
        switch (state) {
            case T_START_MESSAGE -> messages++;
            case T_END_MESSAGE -> messages--;
            case T_START_MULTIPART -> depth++;
            case T_END_MULTIPART -> depth--;
            case T_START_HEADER -> fields = new ArrayList<>();
            case T_FIELD -> readField(stream);
            case T_END_HEADER -> endHeader();
            case T_BODY -> readBody(stream.getBodyDescriptor(), stream.getDecodedInputStream());
            case T_PREAMBLE -> readPreamble(stream.getInputStream());
            case T_START_BODYPART, T_END_BODYPART, T_EPILOGUE, T_RAW_ENTITY, T_END_OF_STREAM -> {}
        }
    }

    private void readField(MimeTokenStream stream) {
        if (fields.size() < MAX_FIELDS) {
            String body = stream.getField().getBody();
            String value =
                    body == null ? "" : body.length() > MAX_FIELD_LENGTH ? body.substring(0, MAX_FIELD_LENGTH) : body;
            fields.add(new HeaderFields.HeaderField(
                    stream.getField().getName().strip().toLowerCase(Locale.ROOT),
                    LineNormalizer.unfold(decodeValue(value))));
        }
    }

    private static String decodeValue(String value) {
        String text = CharsetDetector.decodeHeader(value);
        return text.contains("=?") ? DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT) : text;
    }

    /** Keeps the header of the outermost message and of each enclosed message, but not those of single parts. */
    private void endHeader() {
        if (top.fields().isEmpty() && originals.isEmpty() && messages <= 1) {
            top = new HeaderFields(fields);
        } else if (messages > originals.size() + 1) {
            originals.add(new HeaderFields(fields));
        }
    }

    private void readBody(BodyDescriptor descriptor, InputStream content) throws IOException {
        String type = descriptor.getMimeType() == null
                ? "text/plain"
                : descriptor.getMimeType().toLowerCase(Locale.ROOT);
        boolean readable = type.startsWith("text/") || type.startsWith("message/") || type.startsWith("multipart/");
        byte[] bytes = content.readNBytes(readable ? MAX_TEXT_BYTES : MAX_ATTACHMENT_BYTES);
        if (!readable && !hidesReport(bytes)) {
            return;
        }
        String text = CharsetDetector.decode(bytes, descriptor.getCharset());
        if (type.endsWith("rfc822-headers") || type.equals("message/global-headers") || type.equals("message/global")) {
            originals.add(HeaderFields.parse(
                    text.lines().takeWhile(line -> !line.isBlank()).toList()));
        } else {
            parts.add(new ParsedMail.MailPart(
                    readable ? type : "message/delivery-status", text, Math.max(0, messages - 1)));
        }
    }

    /** Whether an attachment of another type contains a report for machines. */
    private static boolean hidesReport(byte[] bytes) {
        String start = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading();
        return start.regionMatches(true, 0, "Reporting-MTA:", 0, 14)
                || start.regionMatches(true, 0, "Final-Recipient:", 0, 16)
                || start.regionMatches(true, 0, "Original-Recipient:", 0, 19);
    }

    private void readPreamble(InputStream content) throws IOException {
        String text = new String(content.readNBytes(MAX_TEXT_BYTES), StandardCharsets.ISO_8859_1);
        if (!text.isBlank()) {
            parts.add(new ParsedMail.MailPart(ParsedMail.PREAMBLE, text, Math.max(0, messages - 1)));
        }
    }
}
