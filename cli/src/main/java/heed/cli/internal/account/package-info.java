/** The account on which a command works: its store, engine, prospects, fields and runs. */
@NullMarked
package heed.cli.internal.account;

import org.jspecify.annotations.NullMarked;
