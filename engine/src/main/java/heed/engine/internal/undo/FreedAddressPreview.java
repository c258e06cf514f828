package heed.engine.internal.undo;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.store.StoreReading;
import heed.model.suppression.FreedAddresses;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the addresses that an undo would free for mail: those that are suppressed only by flags that it would clear, or by the
 * opt-outs of prospects whom it would give another address. An undo ends nothing else that suppresses an address.
 */
final class FreedAddressPreview {
    private final Map<ProspectFlag, Set<ProspectId>> cleared = new EnumMap<>(ProspectFlag.class);
    private final Set<ProspectId> moved = new HashSet<>();

    FreedAddressPreview() {
        for (ProspectFlag flag : ProspectFlag.values()) {
            cleared.put(flag, new HashSet<>());
        }
    }

    /**
     * Adds a value that the undo would set.
     *
     * @param yes whether it is the Yes of a flag
     */
    void add(ProspectId prospect, Field field, boolean yes) {
        if (field.equals(StandardFields.EMAIL)) {
            moved.add(prospect);
        } else if (!yes) {
            ProspectFlag.find(field)
                    .ifPresent(flag -> cleared.getOrDefault(flag, Set.of()).add(prospect));
        }
    }

    /**
     * Returns the addresses, from the snapshot that the decisions were read from.
     *
     * @param batchSize how many prospects are read at a time
     */
    FreedAddresses find(StoreReading reading, int batchSize) {
        Set<ProspectId> candidates = new TreeSet<>(moved);
        cleared.values().forEach(candidates::addAll);
        FreedAddresses freed = FreedAddresses.NONE;
        Set<EmailAddress> shared = new HashSet<>(); // addresses of several prospects, who may be in several batches
        List<ProspectId> batch = new ArrayList<>();
        for (ProspectId candidate : candidates) {
            batch.add(candidate);
            if (batch.size() == batchSize) {
                freed = freed.plus(findInBatch(reading, batch, shared));
                batch.clear();
            }
        }
        return freed.plus(findInBatch(reading, batch, shared));
    }

    private List<EmailAddress> findInBatch(StoreReading reading, List<ProspectId> batch, Set<EmailAddress> shared) {
        Map<EmailAddress, Boolean> addresses = new LinkedHashMap<>();
        for (Prospect prospect : reading.listProspects(batch)) {
            prospect.value(StandardFields.EMAIL)
                    .ifPresent(address -> addresses.put(new EmailAddress(address.text()), true));
        }
        List<EmailAddress> freed = new ArrayList<>();
        reading.listSuppressions(addresses.keySet()).forEach((address, suppressions) -> {
            if (suppressions.stream().allMatch(this::wouldEnd) && (suppressions.size() == 1 || shared.add(address))) {
                freed.add(address);
            }
        });
        return freed;
    }

    private boolean wouldEnd(Suppression suppression) {
        if (!(suppression.source() instanceof Suppression.FlaggedProspect holder)) {
            return false;
        }
        ProspectId prospect = holder.prospect();
        if (suppression.reason() == SuppressionReason.EMAIL_OPT_OUT) {
            return moved.contains(prospect) || clears(ProspectFlag.EMAIL_OPT_OUT, prospect);
        }
        return !moved.contains(prospect) && clears(ProspectFlag.BOUNCED, prospect); // a bounce stays with its address
    }

    private boolean clears(ProspectFlag flag, ProspectId prospect) {
        return cleared.getOrDefault(flag, Set.of()).contains(prospect);
    }
}
