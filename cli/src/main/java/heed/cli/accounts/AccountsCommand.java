package heed.cli.accounts;

import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.model.store.Account;
import heed.model.store.Store;
import heed.model.store.StoreReading;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** Lists the accounts of a store. */
@Command(name = "accounts", description = "List the accounts of the store.")
public final class AccountsCommand extends HeedCommand {
    public AccountsCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        Map<Account, Long> prospects = new LinkedHashMap<>();
        try (Store store = OpenAccount.existingStore(common(), world())) {
            for (Account account : store.accounts()) {
                prospects.put(
                        account, store.account(account.name()).orElseThrow().read(StoreReading::countProspects));
            }
        }
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("accounts");
                prospects.forEach((account, count) -> {
                    json.writeStartObject();
                    write(json, account);
                    json.writeNumberProperty("prospects", count);
                    json.writeEndObject();
                });
                json.writeEndArray();
                json.writeEndObject();
            });
        } else if (prospects.isEmpty()) {
            console().note("The store has no account yet; `heed accounts add NAME` makes one.");
        } else {
            Table table = Table.of("Account", "Time zone", "Mailboxes", ">Prospects");
            prospects.forEach((account, count) -> table.row(
                    account.name(),
                    account.zone().getId(),
                    account.addressMatching().id(),
                    Plain.number(count)));
            console().lines(table.lines());
        }
        return Exit.DONE;
    }

    /** Its properties. */
    static void write(JsonGenerator json, Account account) {
        json.writeStringProperty("name", account.name());
        json.writeStringProperty("timeZone", account.zone().getId());
        json.writeStringProperty("mailboxes", account.addressMatching().id());
    }
}
