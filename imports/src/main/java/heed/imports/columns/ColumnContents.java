package heed.imports.columns;

import heed.imports.format.ColumnFormat;
import heed.imports.format.ColumnScan;
import heed.imports.format.FormatOptions;
import heed.imports.format.ScanResult;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the cells of one column hold, collected in one pass over the file. */
public final class ColumnContents {
    private static final int MAX_SAMPLES = 3;
    private static final int MAX_UNREADABLE = 5;
    private static final int MAX_SHOWN = 40;

    private final String name;
    private final ColumnMatch match;
    private final Optional<FlagColumn> flag;
    private final Set<String> samples = new LinkedHashSet<>();
    /** The cells that say nothing new, so that they are not examined again. */
    private final KnownCells<Boolean> known = new KnownCells<>();

    private final Map<String, Long> unreadable = new LinkedHashMap<>();
    private long cells;
    private long addresses;
    private long atSigns;
    private long dates;
    private long flagWords;
    private Optional<String> saysNo = Optional.empty();
    private Optional<ColumnFormat> namedFormat = Optional.empty();
    private Optional<ColumnScan> formatScan = Optional.empty();

    public ColumnContents(String name, ColumnMatch match) {
        this.name = name;
        this.match = match;
        this.flag = match.field()
                .flatMap(ProspectFlag::find)
                .map(found -> match.kind() == ColumnMatch.Kind.MAPPED
                        ? mappedFlag(found, match.reversed())
                        : new FlagColumn(found, match.reversed(), false, false));
    }

    /**
     * Creates the contents of a column whose cells have formats.
     *
     * @param formats the formats that the user names
     */
    public ColumnContents(String name, ColumnMatch match, FormatOptions formats) {
        this(name, match);
        Optional<ValueType> type = match.field().map(Field::type);
        this.namedFormat = type.flatMap(known -> formats.find(name, known));
        this.formatScan = namedFormat.isPresent() ? Optional.empty() : type.flatMap(ColumnScan::of);
    }

    /** Returns how the cells are read if the user maps the column to a flag. */
    private FlagColumn mappedFlag(ProspectFlag mapped, boolean reversed) {
        return new FlagColumn(mapped, reversed, !match.meaning().isFlag(), !reversed && HeaderWords.namesReason(name));
    }

    /** Adds a cell. */
    public void add(long line, String cell) {
        if (cell.isEmpty() || isSettled()) {
            return;
        }
        if (known.find(cell) != null) {
            cells++;
            return;
        }
        String text = TextKey.clean(cell);
        if (text.isEmpty()) {
            return;
        }
        cells++;
        if (formatScan.isPresent()) {
            formatScan.get().add(text, line);
        }
        if (samples.size() < MAX_SAMPLES) {
            samples.add(text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text);
        }
        if (flag.isPresent()) {
            addFlag(line, cell, text);
        } else if (match.is(StandardFields.EMAIL)) {
            atSigns += text.indexOf('@') >= 0 ? 1 : 0;
        } else {
            addOther(line, cell, text);
        }
    }

    /** Tests whether more cells of the column would change nothing. */
    public boolean isSettled() {
        return formatScan.isEmpty() && isMeaningSettled();
    }

    private boolean isMeaningSettled() {
        return switch (match.kind()) {
            case IGNORED -> samples.size() == MAX_SAMPLES;
            case MAPPED, NAMED, KNOWN_WORD ->
                flag.isEmpty()
                        && samples.size() == MAX_SAMPLES
                        && (match.is(StandardFields.EMAIL) ? atSigns > 0 : !mayHoldStates());
            case OTHER_EMAIL, UNMATCHED -> false;
        };
    }

    /** A column with the name of a field of text or tags, such as State, may hold states of subscriptions. */
    private boolean mayHoldStates() {
        return (match.kind() == ColumnMatch.Kind.NAMED || match.kind() == ColumnMatch.Kind.KNOWN_WORD)
                && match.field()
                        .filter(field -> field.type() == ValueType.TEXT || field.type() == ValueType.TAGS)
                        .isPresent();
    }

    private void addFlag(long line, String cell, String text) {
        FlagReading reading = flag.orElseThrow().read(text);
        if (reading == FlagReading.UNREADABLE && unreadable.size() < MAX_UNREADABLE) {
            addUnreadable(line, text);
        } else if (DateCells.isDate(text)) {
            dates++;
        } else {
            known.put(cell, true);
        }
    }

    private void addUnreadable(long line, String text) {
        unreadable.putIfAbsent(text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text, line);
    }

    private void addOther(long line, String cell, String text) {
        if (saysNo.isEmpty() && FlagWords.saysNo(text)) {
            saysNo = Optional.of(text);
        }
        if (unreadable.size() < MAX_UNREADABLE
                && mappedFlag(ProspectFlag.EMAIL_OPT_OUT, false).read(text) == FlagReading.UNREADABLE) {
            addUnreadable(line, text);
        }
        if (match.kind() == ColumnMatch.Kind.UNMATCHED || match.kind() == ColumnMatch.Kind.OTHER_EMAIL) {
            if (text.indexOf('@') >= 0) {
                atSigns++;
                addresses += EmailAddress.parse(text).isPresent() ? 1 : 0;
                return;
            }
            if (match.meaning() != HeaderMeaning.NONE) {
                boolean date = DateCells.isDate(text);
                dates += date ? 1 : 0;
                flagWords += !date
                                && FlagWords.find(text)
                                        .filter(word -> word != FlagWord.EMPTY)
                                        .isPresent()
                        ? 1
                        : 0;
                return; // counted each time
            }
        }
        known.put(cell, true);
    }

    public String name() {
        return name;
    }

    public ColumnMatch match() {
        return match;
    }

    /** Returns how the cells are read as flags; empty if the column is not that of a flag. */
    public Optional<FlagColumn> flag() {
        return flag;
    }

    /** Returns how the cells are read; empty if they have no format, or if the user must say it. */
    public Optional<FoundFormat> format() {
        if (namedFormat.isPresent()) {
            return Optional.of(new FoundFormat(namedFormat.get(), Optional.empty(), true));
        }
        return formatScan
                .map(ColumnScan::result)
                .filter(ScanResult.Settled.class::isInstance)
                .map(ScanResult.Settled.class::cast)
                .map(settled -> new FoundFormat(settled.format(), settled.decisive(), false));
    }

    /** Returns what the user must say about the format. */
    Optional<ScanResult.Open> openFormat() {
        return formatScan
                .map(ColumnScan::result)
                .filter(ScanResult.Open.class::isInstance)
                .map(ScanResult.Open.class::cast);
    }

    /** Returns the first few distinct cells. */
    public List<String> samples() {
        return new ArrayList<>(samples);
    }

    /** Tests whether all cells are empty. */
    public boolean isEmpty() {
        return cells == 0;
    }

    /** Tests whether most cells are email addresses. */
    public boolean holdsAddresses() {
        return addresses > 0 && addresses * 5 >= cells * 4;
    }

    /** Tests whether no cell even looks like an address. */
    boolean holdsNoAddress() {
        return atSigns == 0;
    }

    /** Tests whether each cell is a date. */
    boolean holdsOnlyDates() {
        return cells > 0 && dates == cells;
    }

    /** Tests whether each cell is a date or a word of flags, and at least one is such a word. */
    boolean holdsOnlyFlags() {
        return flagWords > 0 && flagWords + dates == cells;
    }

    /** Returns the first cell that says "unsubscribed" or the like. */
    Optional<String> saysNo() {
        return saysNo;
    }

    /** Tests whether a date stands in this column of a flag, where it means Yes. */
    public boolean hasDateOfFlag() {
        return flag.isPresent() && dates > 0;
    }

    /** Returns the first few cells that are not understood as a flag, or would not be, each with its first line. */
    public Map<String, Long> unreadable() {
        return unreadable;
    }
}
