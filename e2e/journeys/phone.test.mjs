// A customer with nothing but a phone.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { usePortal } from "../lib/portal.mjs";
import { CreateTicketPage } from "../pages/create-ticket.mjs";
import { HomePage } from "../pages/home.mjs";
import { LoginPage } from "../pages/login.mjs";
import { TicketPage } from "../pages/ticket.mjs";

const { journey } = usePortal();

journey("a ticket is filed, discussed and accepted on a phone", async ({ open, server }) => {
  const contact = server.person("contact");
  const page = await open({ device: "phone" });
  await new LoginPage(page).signIn(contact);
  const home = new HomePage(page);
  await home.create.tap();
  const form = new CreateTicketPage(page);
  await form.subject.fill("Badge perdu");
  await form.description.fill("Je suis devant la porte.");
  await form.uploads.add("porte.txt", "fermée");
  await form.submit.tap();
  const ticket = new TicketPage(page);
  const number = await ticket.number();

  const agent = await Api.signIn(server, server.person("agent"));
  await agent.post(`/tickets/${number}/comments`, { body_text: "Quelle porte ?" });
  await ticket.shows("État", "En cours");
  await ticket.entry("Quelle porte ?").waitFor();
  await ticket.say("Celle du quai.");
  await agent.post(`/tickets/${number}/resolve`, { code: "solved", notes_text: "La porte est ouverte." });
  await ticket.proposed.getByRole("button", { name: "Accepter la solution" }).tap();
  await ticket.confirm(ticket.dialog("Accepter la solution"), "Accepter la solution");
  await ticket.shows("État", "Clos");

  await page.getByRole("navigation", { name: "Fil d'Ariane" }).getByRole("link", { name: "Accueil" }).tap();
  await home.search.fill("badge");
  await home.ticket(number).waitFor();
  const card = home.table.getByRole("row").filter({ has: page.getByRole("link", { name: number }) });
  const text = await card.innerText();
  for (const part of ["Badge perdu", "Clos", "Thierry Lacaze"]) assert.ok(text.includes(part), `${part} in ${text}`);
});
