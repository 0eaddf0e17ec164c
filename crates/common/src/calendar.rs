//! The words of business calendars.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{UnknownWord, words};

words! {
    /// Whose public holidays a business calendar observes. A country of several states or cantons
    /// has the days that all of them share; the rest are exceptions of the calendar.
    HolidayRegion {
        /// None: the weekly pattern alone.
        None = "none",
        /// France: the 11 national holidays.
        France = "fr",
        /// Alsace and Moselle: two more.
        FranceAlsaceMoselle = "fr_alsace_moselle",
        /// Guadeloupe.
        FranceGuadeloupe = "fr_guadeloupe",
        /// Martinique.
        FranceMartinique = "fr_martinique",
        /// French Guiana.
        FranceGuyane = "fr_guyane",
        /// Réunion.
        FranceReunion = "fr_reunion",
        /// Mayotte.
        FranceMayotte = "fr_mayotte",
        /// Belgium.
        Belgium = "be",
        /// Switzerland.
        Switzerland = "ch",
        /// Luxembourg.
        Luxembourg = "lu",
        /// Germany.
        Germany = "de",
        /// Spain.
        Spain = "es",
        /// Italy.
        Italy = "it",
        /// The United Kingdom.
        UnitedKingdom = "gb",
        /// England and Wales.
        EnglandAndWales = "gb_england_wales",
        /// Scotland.
        Scotland = "gb_scotland",
        /// Northern Ireland.
        NorthernIreland = "gb_northern_ireland",
    }

    /// What an exception makes of a day, whatever the weekly pattern and the region say.
    DayKind {
        /// Nobody works.
        Holiday = "holiday",
        /// People work.
        Working = "working",
    }
}
