package heed.examples;

import java.util.List;
import java.util.Map;

/** The packages of each module, lowest first. A package may use those before it and none after it. */
final class PackageLayers {
    static final Map<String, List<String>> LOWEST_FIRST = Map.ofEntries(
            Map.entry(
                    "model",
                    List.of(
                            "heed.model.system",
                            "heed.model.text",
                            "heed.model.field",
                            "heed.model.prospect",
                            "heed.model.run",
                            "heed.model.fact",
                            "heed.model.suppression",
                            "heed.model.person",
                            "heed.model.store")),
            Map.entry("filters", List.of("heed.filters.json", "heed.filters", "heed.filters.reading")),
            Map.entry("rules", List.of("heed.rules.internal.drools", "heed.rules.internal.bulk", "heed.rules")),
            Map.entry(
                    "mail",
                    List.of(
                            "heed.mail",
                            "heed.mail.gate",
                            "heed.mail.limits",
                            "heed.mail.outbox",
                            "heed.mail.server",
                            "heed.mail.template",
                            "heed.mail.unsubscribe",
                            "heed.mail.delivery")),
            Map.entry(
                    "bounces",
                    List.of(
                            "heed.bounces",
                            "heed.bounces.classify",
                            "heed.bounces.marking",
                            "heed.bounces.mailbox",
                            "heed.bounces.report")),
            Map.entry(
                    "imports",
                    List.of(
                            "heed.imports.text",
                            "heed.imports.table",
                            "heed.imports.format",
                            "heed.imports.columns",
                            "heed.imports.addresses",
                            "heed.imports")),
            Map.entry("smtp", List.of("heed.smtp")),
            Map.entry("actions", List.of("heed.actions")),
            Map.entry(
                    "store",
                    List.of(
                            "heed.store.internal.sql",
                            "heed.store.internal.accounts",
                            "heed.store.internal.inventory",
                            "heed.store.internal.criteria",
                            "heed.store.internal.facts",
                            "heed.store.internal.upgrade",
                            "heed.store.internal.backup",
                            "heed.store.internal.postgres",
                            "heed.store.internal.runs",
                            "heed.store.internal.sqlite",
                            "heed.store.internal.suppression",
                            "heed.store.internal.prospects",
                            "heed.store.internal.check",
                            "heed.store.internal.outbox",
                            "heed.store.internal.bounces",
                            "heed.store.internal.mail",
                            "heed.store")),
            Map.entry(
                    "engine",
                    List.of(
                            "heed.engine.definition",
                            "heed.engine.internal.evaluation",
                            "heed.engine.preview",
                            "heed.engine.run",
                            "heed.engine.internal.core",
                            "heed.engine.internal.mail",
                            "heed.engine.internal.plan",
                            "heed.engine.internal.preview",
                            "heed.engine.internal.run",
                            "heed.engine.internal.undo",
                            "heed.engine")),
            Map.entry(
                    "cli",
                    List.of(
                            "heed.cli.internal.stores",
                            "heed.cli.process",
                            "heed.cli.internal.console",
                            "heed.cli.internal.settings",
                            "heed.cli.internal.account",
                            "heed.cli.accounts",
                            "heed.cli.bounces",
                            "heed.cli.fields",
                            "heed.cli.internal.files",
                            "heed.cli.mail",
                            "heed.cli.automations",
                            "heed.cli.prospects",
                            "heed.cli.store",
                            "heed.cli.suppression",
                            "heed.cli")));

    private PackageLayers() {}
}
