package heed.model.violation;

import heed.store.internal.sql.SqlDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.drools.core.impl.InternalRuleBase;
import org.kie.api.KieBase;

/** Knows the store, Drools and its inside, and JDBC, asks the computer for the time, prints, and shows a field that anyone can change. */
public class ArchitectureViolation {
    public int counter;

    public void print(KieBase rules, InternalRuleBase inside, Connection connection, SqlDatabase store)
            throws SQLException {
        System.out.println(
                Instant.now() + " " + rules.getKiePackages().size() + inside + connection.isValid(1) + store);
    }
}
