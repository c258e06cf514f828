package heed.cli.store;

import heed.cli.internal.console.TerminalText;
import heed.model.store.BackupContents;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a backup holds, in words. */
final class BackupWords {
    private static final long KILOBYTE = 1000;

    private BackupWords() {}

    /** Returns the size, and the numbers of accounts, prospects, runs, mails and bounces. */
    static String describe(BackupContents contents) {
        return Stream.of("account", "prospect", "run", "mail", "bounce")
                .map(table -> TerminalText.formatCount(contents.rows(table), table))
                .collect(Collectors.joining(", ", formatBytes(contents.bytes()) + ", ", ""));
    }

    private static String formatBytes(long bytes) {
        return bytes < KILOBYTE * KILOBYTE
                ? TerminalText.formatNumber((bytes + KILOBYTE - 1) / KILOBYTE) + " kB"
                : TerminalText.formatNumber(bytes / (KILOBYTE * KILOBYTE)) + " MB";
    }
}
