package heed.imports.columns;

import heed.model.text.TsvResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads headers by {@code header-words.tsv}, which has the words of exports and of languages with their sources. */
public final class HeaderWords {
    private static final HeaderWords TABLE = new HeaderWords();
    private static final Pattern CUSTOM_FIELD_ENDING = Pattern.compile("__p?c$"); // in Salesforce: Opted_Out__c

    private final Map<String, HeaderMeaning> headers = new HashMap<>();
    private final List<String> noParts = new ArrayList<>();
    private final Set<String> noWords = new HashSet<>();
    private final List<String> yesParts = new ArrayList<>();
    private final List<String> flagParts = new ArrayList<>();
    private final List<String> reasonParts = new ArrayList<>();

    private HeaderWords() {
        for (String row : TsvResource.readRows(HeaderWords.class, "header-words.tsv")) {
            List<String> cells = TsvResource.cells(row, 3);
            String key = WordKey.ofHeader(cells.get(1));
            switch (cells.get(0)) {
                case "email" -> headers.put(key, HeaderMeaning.EMAIL);
                case "opt-out" -> headers.put(key, HeaderMeaning.EMAIL_OPT_OUT);
                case "bounced" -> headers.put(key, HeaderMeaning.BOUNCED);
                case "other-email" -> headers.put(key, HeaderMeaning.OTHER_EMAIL);
                case "yes" -> headers.put(key, HeaderMeaning.YES);
                case "status" -> headers.put(key, HeaderMeaning.STATES);
                case "no-part" -> noParts.add(key);
                case "no-word" -> noWords.add(key);
                case "yes-part" -> yesParts.add(key);
                case "flag-part" -> flagParts.add(key);
                case "reason-part" -> reasonParts.add(key);
                default -> throw new IllegalStateException("header-words.tsv has an unknown kind: " + row);
            }
        }
    }

    /** Returns the meaning of a header. */
    public static HeaderMeaning meaning(String header) {
        return TABLE.find(header);
    }

    /** Tests whether a text has a part that is about a no, such as "unsub". */
    static boolean hasNoPart(String text) {
        String key = WordKey.ofHeader(text);
        return TABLE.noParts.stream().anyMatch(key::contains);
    }

    /** Tests whether a header that means a no has a part that says that the column has reasons, such as "Bounce Reason". */
    static boolean namesReason(String header) {
        String key = WordKey.ofHeader(header);
        return TABLE.reasonParts.stream().anyMatch(key::contains);
    }

    private HeaderMeaning find(String header) {
        String name = CUSTOM_FIELD_ENDING.matcher(header.strip()).replaceFirst("");
        String key = WordKey.ofHeader(name);
        if (key.isEmpty()) {
            return HeaderMeaning.NONE;
        }
        HeaderMeaning whole = headers.get(key);
        if (whole != null) {
            return whole;
        }
        if (noParts.stream().anyMatch(key::contains)) {
            return HeaderMeaning.PROBABLY_NO;
        }
        if (yesParts.stream().anyMatch(key::contains)) {
            return HeaderMeaning.PROBABLY_YES;
        }
        if (WordKey.words(name).stream().anyMatch(noWords::contains)) {
            return HeaderMeaning.PROBABLY_NO;
        }
        return flagParts.stream().anyMatch(key::contains) ? HeaderMeaning.PERHAPS : HeaderMeaning.NONE;
    }
}
