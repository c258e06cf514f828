package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.store.StoreException;
import heed.model.testing.SettableClock;
import heed.store.internal.sql.SchemaVersion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Opening a store on a PostgreSQL server. */
class PostgresOpeningTest {
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));

    @Test
    void a_server_that_is_too_old_is_refused_and_unchanged() {
        DataSource old = proxy(
                DataSource.class,
                TestPostgres.administratorDataSource(),
                "getConnection",
                connection -> proxy(
                        Connection.class,
                        connection,
                        "getMetaData",
                        data -> proxy(DatabaseMetaData.class, data, "getDatabaseMajorVersion", version -> 13)));
        assertThatThrownBy(() -> PostgresStore.open(old, "old", CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessage("the server is PostgreSQL 13; Heed needs 14 or later");
        assertThatThrownBy(() -> PostgresStore.openExisting(TestPostgres.administratorDataSource(), "old", CLOCK))
                .hasMessage("there is no store in the schema old of the database");
    }

    private interface ResultReplacement {
        Object replace(Object result);
    }

    /** Returns a proxy of the object that replaces the result of one method. */
    private static <T> T proxy(Class<T> type, Object real, String method, ResultReplacement replacement) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    try {
                        Object result = called.invoke(real, arguments);
                        return called.getName().equals(method) ? replacement.replace(result) : result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    @Test
    void a_store_of_a_newer_version_is_refused() {
        withVersion(
                "99",
                () -> assertThatThrownBy(
                                () -> PostgresStore.open(TestPostgres.userDataSource(), PostgresStore.SCHEMA, CLOCK))
                        .isInstanceOf(StoreException.class)
                        .hasMessageStartingWith("the store was written by a newer version of Heed: its schema is 99"));
    }

    @Test
    void a_role_that_may_not_upgrade_a_store_gets_an_error_that_names_the_owner() {
        withVersion(
                "9",
                () -> assertThatThrownBy(() ->
                                PostgresStore.openExisting(TestPostgres.userDataSource(), PostgresStore.SCHEMA, CLOCK))
                        .isInstanceOf(StoreException.class)
                        .hasMessage(
                                "the store's schema is 9 and this program's is " + SchemaVersion.NEWEST
                                        + ", but the role heed may not bring it up to date: open the store once as the role heed_owner, which owns it"));
    }

    @Test
    void an_upgrade_fills_the_hourly_bounce_counts_and_the_former_addresses() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.administratorDataSource();
        source.setCurrentSchema("older");
        try {
            Version9Store.create(
                    source, Flyway.configure().schemas("older").locations("classpath:heed/store/postgres"));
            try (PostgresStore store = PostgresStore.openExisting(source, "older", CLOCK)) {
                Version9Store.requireBounceCounts(store);
                Version9Store.requireFormerAddress(store);
            }
        } finally {
            TestPostgres.execute(TestPostgres.administratorDataSource(), "DROP SCHEMA IF EXISTS older CASCADE");
        }
    }

    @Test
    void an_upgrade_rewrites_what_was_stored_in_another_form_and_says_whom_it_concerns() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) TestPostgres.administratorDataSource();
        source.setCurrentSchema("older");
        try {
            Version11Store.create(
                    source, Flyway.configure().schemas("older").locations("classpath:heed/store/postgres"));
            TestPostgres.execute(
                    source, "ALTER TABLE listed_suppression ADD CONSTRAINT refuse CHECK (address NOT LIKE '%xn--%')");
            assertThatThrownBy(() -> PostgresStore.openExisting(source, "older", CLOCK))
                    .isInstanceOf(StoreException.class);
            TestPostgres.execute(source, "ALTER TABLE listed_suppression DROP CONSTRAINT refuse");
            try (PostgresStore store = PostgresStore.openExisting(source, "older", CLOCK)) {
                Version11Store.requireCanonicalForms(store, source);
            }
            try (PostgresStore store = PostgresStore.openExisting(source, "older", CLOCK)) {
                assertThat(store.upgradeNotes()).isEmpty();
            }
        } finally {
            TestPostgres.execute(TestPostgres.administratorDataSource(), "DROP SCHEMA IF EXISTS older CASCADE");
        }
    }

    private static void withVersion(String version, Runnable test) {
        try {
            TestPostgres.executeUnchecked("UPDATE store SET version = " + version);
            test.run();
        } finally {
            TestPostgres.executeUnchecked(
                    "UPDATE store SET version = (SELECT max(version::integer) FROM flyway_schema_history"
                            + " WHERE success AND version IS NOT NULL)");
        }
    }

    @Test
    void a_role_that_may_not_create_a_store_gets_an_error_that_names_the_schema() {
        assertThatThrownBy(() -> PostgresStore.open(TestPostgres.userDataSource(), "elsewhere", CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "the role heed may not create tables in the schema elsewhere: create the store as a role that"
                                + " may (see docs/stores.md)");
    }

    @Test
    void several_threads_can_create_one_store_at_the_same_time() throws Exception {
        int openers = 4;
        CyclicBarrier start = new CyclicBarrier(openers);
        ExecutorService threads = Executors.newFixedThreadPool(openers);
        try {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < openers; i++) {
                ids.add(threads.submit(() -> {
                    start.await();
                    try (PostgresStore store =
                            PostgresStore.open(TestPostgres.administratorDataSource(), "together", CLOCK)) {
                        return store.id();
                    }
                }));
            }
            Set<String> distinct = new HashSet<>();
            for (Future<String> id : ids) {
                distinct.add(id.get());
            }
            assertThat(distinct).hasSize(1);
        } finally {
            threads.shutdown();
            TestPostgres.execute(TestPostgres.administratorDataSource(), "DROP SCHEMA IF EXISTS together CASCADE");
        }
    }
}
