package heed.store.internal.accounts;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.FieldDeclaration;
import heed.model.field.InvalidFieldsException;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.field.ValueType;
import heed.model.person.ErasedNoPolicy;
import heed.model.prospect.AddressMatching;
import heed.model.store.Account;
import heed.model.store.AccountRemovedException;
import heed.model.store.AccountStore.DeclaredField;
import heed.model.text.ControlCharacters;
import heed.model.text.InvisibleCharacters;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of accounts and their custom fields. */
public final class AccountTable {
    private static final int MAX_NAME_LENGTH = 60;
    private static final int MAX_CUSTOM_FIELDS = 500;

    private static final String SELECT = "SELECT name, zone, mailboxes, erased_months, erased_reasons FROM account ";

    private AccountTable() {}

    /** Returns the random id that the store got when it was created. */
    public static String storeId(SqlSession session) {
        return session.findFirst("SELECT id FROM store", row -> row.text(1)).orElseThrow();
    }

    /** Returns all accounts, ordered by name, without those that are being removed. */
    public static List<Account> list(SqlSession session) {
        return session.query(SELECT + "WHERE removal_began IS NULL ORDER BY name", AccountTable::read);
    }

    /** Returns the names of the accounts whose removal has begun, ordered. */
    public static List<String> listRemovals(SqlSession session) {
        return session.query(
                "SELECT name FROM account WHERE removal_began IS NOT NULL ORDER BY name", row -> row.text(1));
    }

    /** Returns the key of the account of exactly that name, also if it is being removed; empty if there is none. */
    public static Optional<AccountKey> findKeyToRemove(SqlSession session, String name) {
        return findKey(session, name)
                .or(() -> session.findFirst(
                        "SELECT id FROM account WHERE name = ?", row -> new AccountKey(row.number(1)), name));
    }

    public static List<AccountKey> listKeys(SqlSession session) {
        return session.query(
                "SELECT id FROM account WHERE removal_began IS NULL ORDER BY id", row -> new AccountKey(row.number(1)));
    }

    /** @throws AccountRemovedException if the account was removed or is being removed */
    public static Account read(SqlSession session, AccountKey account) {
        return session.findFirst(SELECT + "WHERE id = ? AND removal_began IS NULL", AccountTable::read, account.id())
                .orElseThrow(AccountRemovedException::new);
    }

    /** @throws AccountRemovedException if the account was removed or is being removed */
    public static void requirePresent(SqlSession session, AccountKey account) {
        Account unused = read(session, account);
    }

    private static Account read(ResultRow row) throws SQLException {
        return new Account(
                row.text(1),
                ZoneId.of(row.text(2)),
                AddressMatching.find(row.text(3)).orElseThrow(),
                new ErasedNoPolicy(Optional.ofNullable(row.numberOrNull(4)).map(Long::intValue), row.bool(5)));
    }

    /**
     * Returns the key of the account of that name; empty if there is none. Invisible characters make no difference between
     * names.
     */
    public static Optional<AccountKey> findKey(SqlSession session, String name) {
        String visible = InvisibleCharacters.remove(name);
        return session.findFirst(
                        "SELECT id FROM account WHERE name = ? AND removal_began IS NULL",
                        row -> new AccountKey(row.number(1)),
                        name)
                .or(() -> list(session).stream()
                        .map(Account::name)
                        .filter(other -> InvisibleCharacters.remove(other).equals(visible))
                        .findFirst()
                        .flatMap(other -> findKey(session, other)));
    }

    /**
     * Adds an account.
     *
     * @throws IllegalArgumentException if an account has that name, or if it is not a valid name
     */
    public static AccountKey add(SqlSession session, String name, ZoneId zone) {
        requireName("an account's name", name);
        if (findKey(session, name).isPresent()) {
            throw new IllegalArgumentException("an account \"" + name + "\" exists already");
        }
        if (listRemovals(session).contains(name)) {
            throw new IllegalArgumentException("the account \"" + name + "\" is being removed; finish that first");
        }
        long id =
                session.queryNumber("INSERT INTO account (name, zone) VALUES (?, ?) RETURNING id", name, zone.getId());
        long removed = session.queryNumber("SELECT removed_account FROM store");
        if (id <= removed) { // SQLite gives the id of a removed account again, and with it the keys of its prospects
            session.update("UPDATE account SET id = ? WHERE id = ?", removed + 1, id);
            id = removed + 1;
        }
        return new AccountKey(id);
    }

    /** Sets what is kept of erased people. Reasons that are not to be kept are cleared. */
    public static void setErasedNoPolicy(SqlSession session, AccountKey account, ErasedNoPolicy policy) {
        session.update(
                "UPDATE account SET erased_months = ?, erased_reasons = ? WHERE id = ?",
                policy.months().orElse(null),
                policy.reasons(),
                account.id());
    }

    public static void setZone(SqlSession session, AccountKey account, ZoneId zone) {
        session.update("UPDATE account SET zone = ? WHERE id = ?", zone.getId(), account.id());
    }

    /** Sets which addresses count as one mailbox, and finds the aliases of all stored addresses anew. */
    public static void setAddressMatching(SqlSession session, AccountKey account, AddressMatching matching) {
        session.dialect().lockAllAddresses(session, account);
        session.update("UPDATE account SET mailboxes = ? WHERE id = ?", matching.id(), account.id());
        new AddressAliases(session, account, matching).rebuild();
    }

    /** Returns the standard fields and the account's custom fields. */
    public static FieldCatalog fieldCatalog(SqlSession session, AccountKey account) {
        return new FieldCatalog(session.query(
                "SELECT slot, api_name, label, type, search_words FROM field WHERE account = ? ORDER BY slot",
                row -> new Field(
                        row.text(2),
                        row.text(3),
                        ValueType.find(row.text(4)).orElseThrow(),
                        row.text(5).lines().toList(),
                        (int) row.number(1),
                        true),
                account.id()));
    }

    /**
     * Declares a custom field.
     *
     * @throws IllegalArgumentException if the label is not valid, if another field has its name, or if there are too many fields
     */
    public static Field addField(
            SqlSession session, AccountKey account, String label, ValueType type, List<String> searchWords) {
        String cleanLabel = InvisibleCharacters.removeMeaningless(TextKey.clean(label));
        requireName("a field's label", cleanLabel);
        FieldCatalog catalog = fieldCatalog(session, account);
        if (catalog.size() >= StandardFields.ALL.size() + MAX_CUSTOM_FIELDS) {
            throw new IllegalArgumentException("an account has at most " + MAX_CUSTOM_FIELDS + " custom fields");
        }
        String apiName = apiName(cleanLabel);
        if (apiName.isEmpty()) {
            throw new IllegalArgumentException("a field's label must have a letter or a digit");
        }
        catalog.find(cleanLabel).ifPresent(other -> {
            throw new IllegalArgumentException(
                    "the field " + other.label() + " already has the name \"" + cleanLabel + "\"");
        });
        catalog.find(apiName).ifPresent(other -> {
            throw new IllegalArgumentException("the label \"" + cleanLabel + "\" gives the API name \"" + apiName
                    + "\", which is taken by the field " + other.label());
        });
        Field field = new Field(
                apiName,
                cleanLabel,
                type,
                searchWords.stream()
                        .map(word -> TextKey.of(word.replaceAll("\\s+", " ")))
                        .filter(word -> !word.isEmpty())
                        .distinct()
                        .toList(),
                catalog.size(),
                true);
        session.update(
                "INSERT INTO field (account, slot, api_name, label, type, search_words) VALUES (?, ?, ?, ?, ?, ?)",
                account.id(),
                field.slot(),
                field.apiName(),
                field.label(),
                type.id(),
                String.join("\n", field.searchWords()));
        return field;
    }

    /**
     * Declares custom fields. One that the account has already with this type stays as it is.
     *
     * @throws InvalidFieldsException if a declaration is not valid; the caller then rolls back
     */
    public static List<DeclaredField> addFields(
            SqlSession session, AccountKey account, List<FieldDeclaration> declarations) {
        List<DeclaredField> declared = new ArrayList<>();
        Map<Integer, String> problems = new TreeMap<>();
        for (FieldDeclaration declaration : declarations) {
            try {
                declared.add(declareField(session, account, declaration));
            } catch (IllegalArgumentException invalid) {
                problems.put(declared.size() + problems.size(), String.valueOf(invalid.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidFieldsException(problems);
        }
        return declared;
    }

    private static DeclaredField declareField(SqlSession session, AccountKey account, FieldDeclaration declaration) {
        Optional<Field> existing = fieldCatalog(session, account).find(declaration.label());
        if (existing.isEmpty()) {
            return new DeclaredField(
                    addField(session, account, declaration.label(), declaration.type(), declaration.searchWords()),
                    true);
        } else if (existing.get().type() != declaration.type()) {
            throw new IllegalArgumentException("the field " + existing.get().label() + " has the type "
                    + existing.get().type().id() + ", not " + declaration.type().id());
        }
        return new DeclaredField(existing.get(), false);
    }

    /** Returns the label's words in camel case. */
    private static String apiName(String label) {
        StringBuilder name = new StringBuilder();
        for (String word : label.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                String lower = word.toLowerCase(Locale.ROOT);
                int firstLetterEnd = lower.offsetByCodePoints(0, 1);
                name.append(
                        name.isEmpty()
                                ? lower
                                : lower.substring(0, firstLetterEnd).toUpperCase(Locale.ROOT)
                                        + lower.substring(firstLetterEnd));
            }
        }
        return name.toString();
    }

    private static void requireName(String subject, String name) {
        if (!name.equals(TextKey.clean(name))
                || name.isEmpty()
                || name.codePointCount(0, name.length()) > MAX_NAME_LENGTH
                || name.codePoints().anyMatch(AccountTable::isControl)) {
            throw new IllegalArgumentException(
                    subject + " must have 1 to " + MAX_NAME_LENGTH + " characters, none of them a control character");
        }
    }

    /**
     * Returns whether a character controls the text, such as line breaks and direction marks. Joiners, which some scripts
     * need, do not count.
     */
    private static boolean isControl(int codePoint) {
        boolean isJoiner = codePoint == 0x200C || codePoint == 0x200D;
        return ControlCharacters.isControl(codePoint)
                || (Character.getType(codePoint) == Character.FORMAT && !isJoiner);
    }
}
