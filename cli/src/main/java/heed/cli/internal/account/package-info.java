/** The account that a command works on: its store, engine, prospects, fields and runs. */
@NullMarked
package heed.cli.internal.account;

import org.jspecify.annotations.NullMarked;
