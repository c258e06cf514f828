package heed.cli.internal.console;

import java.util.List;
import java.util.Locale;

/** The word in front of a message that is not the result of a command. It says how much the message matters. */
public enum MessageLabel {
    /** A fact or advice. */
    NOTE,
    /** What may not be as the user intends. */
    WARNING,
    /** Why a command, or a part of it, failed. */
    ERROR;

    /** Returns the message with its label: "note: run 2 is paused". */
    public String of(String sentence) {
        return name().toLowerCase(Locale.ROOT) + ": " + sentence;
    }

    /** Returns the messages with their labels. */
    public List<String> ofAll(List<String> sentences) {
        return sentences.stream().map(this::of).toList();
    }
}
