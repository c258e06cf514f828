package heed.smtp;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Encodes text for the value of a header (RFC 2047). Text in ASCII stays readable, except text that itself looks like an
 * encoded word: a reader would decode it, and what it hides could be a line break and another header. Thread-safe.
 */
final class HeaderEncoder {
    private static final String ENCODED_WORD_START = "=?";
    /** An encoded word has at most 75 characters (RFC 2047, section 2); these bytes make one of 72. */
    private static final int MAX_WORD_BYTES = 45;

    private HeaderEncoder() {}

    /** Returns the text as ASCII without line breaks: a reader decodes it to exactly this text. */
    static String encode(String text) throws UnsupportedEncodingException {
        return looksEncoded(text)
                ? encodedWords(text)
                : MimeUtility.encodeText(text, StandardCharsets.UTF_8.name(), null);
    }

    /** Returns whether a reader could take a part of the text for an encoded word. */
    static boolean looksEncoded(String text) {
        return text.contains(ENCODED_WORD_START);
    }

    private static String encodedWords(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            String character = Character.toString(text.codePointAt(i));
            int length = character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + length > MAX_WORD_BYTES) {
                words.add(encodedWord(word.toString()));
                word.setLength(0);
                bytes = 0;
            }
            word.append(character);
            bytes += length;
            i += character.length();
        }
        words.add(encodedWord(word.toString()));
        return String.join(" ", words); // readers drop the space between two encoded words
    }

    private static String encodedWord(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }
}
