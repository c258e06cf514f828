package heed.cli.doctor;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.core.JsonGenerator;

/** Looks over a store, says what is wrong and how to mend it, and mends nothing. */
@Command(
        name = "doctor",
        description = "Look over the whole store for what should not be, and say how to mend it; nothing is changed.",
        footer = {"", "Exit codes: 0 all is as it should be; 1 something is not."})
public final class DoctorCommand extends HeedCommand {
    public DoctorCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        List<CheckFinding> examined = new ArrayList<>();
        try (Store store = OpenAccount.existingStore(common(), world())) {
            store.check(part -> {
                examined.add(part);
                if (!common().json()) {
                    print(part);
                }
                stopIfAsked("Nothing was changed");
            });
        }
        boolean well = examined.stream().allMatch(part -> part.inconsistencies().isEmpty());
        if (common().json()) {
            console().json(json -> write(json, examined, well));
        } else {
            console().note("");
            console().note(well ? "All is as it should be." : "Something is not as it should be. Nothing was changed.");
        }
        return well ? Exit.DONE : Exit.FAILED;
    }

    private void print(CheckFinding part) {
        console()
                .line((part.inconsistencies().isEmpty() ? "ok     " : "WRONG  ")
                        + part.area().expectation());
        for (Inconsistency fault : part.inconsistencies()) {
            console()
                    .line("       " + Plain.number(fault.count()) + " " + fault.description()
                            + (fault.examples().isEmpty() ? "" : ": " + String.join("; ", fault.examples()))
                            + (fault.count() > fault.examples().size()
                                            && !fault.examples().isEmpty()
                                    ? "; …"
                                    : ""));
            console().line("       → " + fault.repair());
        }
        part.notes().forEach(note -> console().line("       " + note));
    }

    private static void write(JsonGenerator json, List<CheckFinding> examined, boolean well) {
        json.writeStartObject();
        json.writeBooleanProperty("well", well);
        json.writeArrayPropertyStart("parts");
        for (CheckFinding part : examined) {
            json.writeStartObject();
            json.writeStringProperty("part", part.area().name().toLowerCase(Locale.ROOT));
            json.writeArrayPropertyStart("faults");
            for (Inconsistency fault : part.inconsistencies()) {
                json.writeStartObject();
                json.writeStringProperty("what", fault.description());
                json.writeNumberProperty("cases", fault.count());
                Json.texts(json, "examples", fault.examples());
                json.writeStringProperty("repair", fault.repair());
                json.writeEndObject();
            }
            json.writeEndArray();
            Json.texts(json, "notes", part.notes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
