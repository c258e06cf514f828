package heed.store.internal.inventory;

import static heed.store.internal.inventory.StoredTable.Scope.ACCOUNT;
import static heed.store.internal.inventory.StoredTable.Scope.KEYS;
import static heed.store.internal.inventory.StoredTable.Scope.REFERENCES;
import static heed.store.internal.inventory.StoredTable.Scope.RUN;
import static heed.store.internal.inventory.StoredTable.Scope.STORE;

import heed.store.internal.inventory.StoredColumn.Content;
import java.util.List;
import java.util.stream.Stream;

/**
 * All tables of a store with all their columns. The erasure of a person, the export of what is kept about one and the removal
 * of an account follow this list; a test fails if a migration adds a table or a column that is not in it.
 */
public final class StoredTables {
    /**
     * The tables in the order in which the rows of an account are removed: one that refers to another comes first, and what
     * suppresses addresses comes as late as that allows.
     */
    public static final List<StoredTable> ALL = List.of(
            StoredTable.of("deliverer", "", ACCOUNT, "", "account id beats divides_with"),
            StoredTable.of(
                    "planned_failure", "plannedFailures", RUN, "prospect", "run=RUN prospect=PROSPECT action why=TEXT"),
            StoredTable.of(
                    "planned_effect",
                    "plannedEffects",
                    RUN,
                    "prospect",
                    "run=RUN prospect=PROSPECT position action field=FIELD from_text=TEXT to_text=TEXT"),
            StoredTable.of("planned", "plans", RUN, "prospect", "run=RUN prospect=PROSPECT fingerprint=INTERNAL"),
            StoredTable.of(
                    "ledger",
                    "actionsOfRuns",
                    RUN,
                    "prospect",
                    "run=RUN prospect=PROSPECT ordinal=INTERNAL action outcome detail=TEXT"),
            StoredTable.of("sending", "", RUN, "", "run=RUN paused cancelled"),
            StoredTable.of("import_count", "", RUN, "", "run=RUN result total"),
            StoredTable.of(
                    "aside_mail",
                    "mailsToTheBounceAddress",
                    ACCOUNT,
                    "id",
                    "id account=INTERNAL hash=BOUNCE_MESSAGE sender=ADDRESS subject=TEXT excerpt=TEXT asks_opt_out=FLAG"
                            + " mail=MAIL missing_recipient=ADDRESS filed=TIME filed_as"),
            StoredTable.of(
                    "bounce",
                    "bounces",
                    ACCOUNT,
                    "id",
                    "id account=INTERNAL at=TIME kind address=ADDRESS domain mail=MAIL run=RUN sent=TIME hour=INTERNAL"
                            + " message=BOUNCE_MESSAGE reason hardness evidence rule status reply_code reporting=TEXT"
                            + " remote=TEXT text=TEXT classifier standing pause=INTERNAL target"),
            StoredTable.of(
                    "bounce_message",
                    "messagesInTheBounceMailbox",
                    ACCOUNT,
                    "hash",
                    "account=INTERNAL hash=BOUNCE_MESSAGE uid message_id=TEXT size taken=TIME aside"),
            StoredTable.of(
                    "bounce_pause",
                    "",
                    ACCOUNT,
                    "id",
                    "id account domain reason since hour bounces mails ended was_real actor"),
            StoredTable.of(
                    "mail",
                    "mails",
                    KEYS,
                    "id",
                    "id=MAIL nonce=INTERNAL account=INTERNAL message=MESSAGE transactional=FLAG prospect=PROSPECT address=MAIL_ADDRESS"
                            + " run=RUN state changed=TIME due=TIME claimed=TIME holder=INTERNAL attempts answered first_answered=TIME"
                            + " refusal suppression refused_at=TIME other=PROSPECT reply_stage reply_code"
                            + " reply_enhanced reply_text=TEXT detail=TEXT"),
            StoredTable.of("message", "", ACCOUNT, "id", "id account automation action entry"),
            StoredTable.of(
                    "upgrade_finding",
                    "upgradeFindings",
                    ACCOUNT,
                    "sequence",
                    "account=INTERNAL kind sequence=INTERNAL" + " prospect=PROSPECT"),
            StoredTable.of(
                    "fact",
                    "facts",
                    KEYS,
                    "prospect",
                    "sequence=INTERNAL prospect=PROSPECT field=FIELD from_text=TEXT to_text=TEXT provenance=PROVENANCE"
                            + " run=RUN"),
            StoredTable.of(
                    "former_address",
                    "formerAddresses",
                    ACCOUNT,
                    "address",
                    "account=INTERNAL address=ADDRESS prospect=PROSPECT"),
            StoredTable.of(
                    "bounce_evidence",
                    "bouncesOfFormerAddresses",
                    ACCOUNT,
                    "address",
                    "account=INTERNAL address=ADDRESS prospect=PROSPECT since=TIME"),
            StoredTable.of(
                    "address_opt_out",
                    "optOutsOfAddresses",
                    ACCOUNT,
                    "address",
                    "id=INTERNAL account=INTERNAL address=ADDRESS since=TIME provenance=PROVENANCE ended=PROVENANCE"
                            + " ended_prospect=PROSPECT ended_run=RUN"),
            StoredTable.of(
                    "prospect",
                    "prospects",
                    KEYS,
                    "key",
                    "key=PROSPECT account=INTERNAL id=TEXT email=ADDRESS first_name=TEXT last_name=TEXT company=TEXT"
                            + " country=TEXT state=TEXT city=TEXT language=TEXT lead_source=TEXT lead_owner=TEXT"
                            + " lead_score=TEXT created=TIME email_opt_out_since=TIME bounced_since=TIME custom=TEXT"),
            StoredTable.of(
                    "listing",
                    "suppressionListHistory",
                    ACCOUNT,
                    "address",
                    "account=INTERNAL address=ADDRESS sequence=INTERNAL listed=FLAG provenance=PROVENANCE run=RUN"),
            StoredTable.of(
                    "listed_suppression",
                    "suppressionListEntries",
                    ACCOUNT,
                    "address",
                    "account=INTERNAL address=ADDRESS since=TIME provenance=PROVENANCE"),
            StoredTable.of(
                    "bounced_address",
                    "bouncedAddresses",
                    ACCOUNT,
                    "address",
                    "account=INTERNAL address=ADDRESS since=TIME provenance=PROVENANCE"),
            StoredTable.of(
                    "bounce_clearing",
                    "clearedBounces",
                    ACCOUNT,
                    "address",
                    "account=INTERNAL address=ADDRESS last=INTERNAL"),
            StoredTable.of(
                    "spelling", "spellings", ACCOUNT, "mailbox", "account=INTERNAL mailbox=ADDRESS address=ADDRESS"),
            StoredTable.of(
                    "domain_listing",
                    "",
                    ACCOUNT,
                    "domain",
                    "account domain sequence listed provenance=PROVENANCE run=RUN"),
            StoredTable.of("suppressed_domain", "", ACCOUNT, "domain", "account domain since provenance=PROVENANCE"),
            StoredTable.of(
                    "forgotten_address",
                    "",
                    ACCOUNT,
                    "hash",
                    "account mailboxes hash since provenance=PROVENANCE ended=PROVENANCE"),
            StoredTable.of("forgotten_key", "", ACCOUNT, "", "account secret"),
            StoredTable.of(
                    "run",
                    "runs",
                    ACCOUNT,
                    "automation",
                    "id=RUN account=INTERNAL kind automation version entry mailing=INTERNAL state decided_at=INTERNAL"
                            + " zone=INTERNAL planned=INTERNAL started finished checkpoint=INTERNAL affected=INTERNAL"
                            + " applied=INTERNAL skipped=INTERNAL failed=INTERNAL recorded=INTERNAL worker=INTERNAL"
                            + " lease_until=INTERNAL undone facts_dropped=INTERNAL"),
            StoredTable.of("definition", "", ACCOUNT, "automation", "account automation version name json stored_at"),
            StoredTable.of("field", "", ACCOUNT, "slot", "account slot api_name label type search_words"),
            StoredTable.of("mail_hour", "", ACCOUNT, "hour", "account hour domain mails"),
            StoredTable.of("bounced_hour", "", ACCOUNT, "hour", "account hour reason domain mails"),
            StoredTable.of(
                    "bounce_policy",
                    "",
                    ACCOUNT,
                    "",
                    "account soft_bounces spread pause_share pause_least alert_share alert_least"),
            StoredTable.of("link_key", "", ACCOUNT, "", "account secret created honoured_until"),
            StoredTable.of("issued_plan", "", ACCOUNT, "", "account hash made"),
            StoredTable.of("removed_key", "", ACCOUNT, "", "account key"),
            StoredTable.of("provenance", "", REFERENCES, "id", "id at actor source reason=TEXT evidence=TEXT"),
            StoredTable.of(
                    "account",
                    "",
                    STORE,
                    "id",
                    "id name zone generated_ids mailboxes unsubscribe_style erased_months erased_reasons removal_began"),
            StoredTable.of("generation", "", STORE, "", "number former_id started backup first_mail"),
            StoredTable.of("store", "", STORE, "", "id version removed_account"));

    private StoredTables() {}

    /** Returns a table by its name, which must exist. */
    public static StoredTable get(String name) {
        return ALL.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns all columns of a content. */
    public static Stream<StoredColumn> columns(Content content) {
        return ALL.stream().flatMap(table -> table.columns(content));
    }

    /** Returns the columns that refer to a prospect, without the key of the prospect itself. */
    public static List<StoredColumn> prospectReferences() {
        return columns(Content.PROSPECT)
                .filter(column -> !column.table().equals("prospect"))
                .toList();
    }
}
