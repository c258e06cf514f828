package heed.imports;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.store.UnitOfWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the noes of rejected rows. The flag becomes Yes for every prospect who has the address. If none has it, the
 * address is added to the suppression list itself: a row that was rejected creates no prospect.
 */
public final class KeptNoes {
    private KeptNoes() {}

    /**
     * Keeps the noes.
     *
     * @return those of the noes that were kept; the others name an Id that no prospect has, and no address
     */
    public static List<RowNoes> keep(UnitOfWork work, List<RowNoes> noes, Provenance provenance) {
        Map<EmailAddress, List<Prospect>> holders = work
                .listProspectsByAddress(noes.stream()
                        .flatMap(row -> row.addresses().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new)))
                .stream()
                .collect(Collectors.groupingBy(holder -> holder.email().orElseThrow()));
        Set<FieldAssertion> assertions = new LinkedHashSet<>();
        Set<EmailAddress> listed = new LinkedHashSet<>();
        List<RowNoes> kept = new ArrayList<>();
        for (RowNoes row : noes) {
            Map<Prospect, Set<ProspectFlag>> concerned = new LinkedHashMap<>();
            for (EmailAddress address : row.addresses()) {
                List<Prospect> holding = holders.getOrDefault(address, List.of());
                holding.forEach(holder -> concerned.put(holder, row.flags()));
                if (holding.isEmpty()) {
                    listed.add(address);
                }
            }
            listed.addAll(row.optedOutAddresses());
            findById(work, row.id()).ifPresent(prospect -> concerned.putIfAbsent(prospect, flagsOfPerson(row)));
            concerned.forEach((prospect, flags) -> flags.forEach(flag ->
                    assertions.add(new FieldAssertion(prospect.key(), flag.field(), Optional.of(Value.of(true))))));
            if (!row.addresses().isEmpty() || !row.optedOutAddresses().isEmpty() || !concerned.isEmpty()) {
                kept.add(row);
            }
        }
        if (!assertions.isEmpty()) {
            work.assertFields(List.copyOf(assertions), provenance);
        }
        if (!listed.isEmpty()) {
            work.suppress(listed, provenance);
        }
        return kept;
    }

    private static Optional<Prospect> findById(UnitOfWork work, Optional<String> id) {
        return id.flatMap(text -> work.findProspects(text).stream()
                .filter(prospect -> prospect.id().equals(text))
                .findFirst());
    }

    /** A bounce belongs to the address of its row. Only a row without one says that the prospect's address bounced. */
    private static Set<ProspectFlag> flagsOfPerson(RowNoes row) {
        return row.addresses().isEmpty()
                ? row.flags()
                : row.flags().stream()
                        .filter(flag -> flag == ProspectFlag.EMAIL_OPT_OUT)
                        .collect(Collectors.toSet());
    }
}
