/** What every command shares: its surroundings, how it answers people and programs, and how it fails. */
@NullMarked
package heed.cli.console;

import org.jspecify.annotations.NullMarked;
