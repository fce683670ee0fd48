// SPDX-License-Identifier: Apache-2.0
#include "contract/person_names.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/utf8.h"

namespace hanse::contract {
namespace {

// Kept as text: a list each, words apart by a blank.
constexpr std::string_view kGiven =
    "aaron abigail adam adrian agnieszka ahmed aisha alan albert alejandro alessandro alex "
    "alexander "
    "alexandra alexis ali alice alicia alina amanda amber amelia amina amit amy ana anders andrea "
    "andreas "
    "andrew andrzej angela anita anjali ann anna anne annika antoine anthony antonio anton arjun "
    "arthur ashley astrid austin barbara beatriz ben benjamin bernard betty beverly birgit bjorn "
    "bogdan brandon brenda brian bruno bryan camille carl carla carlos carmen carol caroline "
    "catherine cecilia celine chantal charles charlotte chloe chris christian christina christine "
    "christophe "
    "christopher claire clara claudia clement cristina cynthia dagmar daniel daniela danielle "
    "david dawn "
    "deborah debra dennis diana diane diego dieter dirk dominik dominique donald donna doris "
    "dorothy douglas dylan edith eduardo edward eero elena eleni elif elin elisa elisabeth "
    "elizabeth "
    "ella ellen elsa emil emilia emilie emily emma emmanuel enrico eric erica erik erika erin "
    "ernst esther "
    "ethan eugene eva evelyn ewa fabian fatima federica felix fernando filip finn florian frances "
    "francesca francesco francisco francois frank franz fred frederic freja fritz gabriel gabriela "
    "gary geert george georges gerald gerard gerhard gianni gilles giovanni giulia giuseppe gloria "
    "grace grazyna greg gregory guillaume gunnar gustav hannah hanna hans harald harold harry "
    "hassan heather "
    "hector heidi heinz helen helena helga helmut henri henrik henry herbert hilde holger horst "
    "hugo ian ibrahim ida ines ingrid irene iris isabel isabella isabelle ivan jack jacek jackie "
    "jacob "
    "jacqueline jacques jakob jakub james jan jana jane janet janice jason javier jean jeff "
    "jeffrey "
    "jennifer jens jeremy jerry jesse jessica jesus jill jo joan joao joanna joe joel johan johann "
    "johanna "
    "johannes john jonas jonathan joost jordan jorg jorge jose joseph joshua josef juan juanita "
    "judith "
    "judy juha julia julian julie julien julio jurgen justin kaisa karen kari karin karl karolina "
    "katarzyna "
    "kate katharina katherine kathleen kathryn katja keith kelly ken kenneth kevin kim kirsten "
    "klaus "
    "kristin kristina krzysztof kyle lars larry laszlo laura lauren laurence laurent lea leena "
    "leila leo leon leonie "
    "lena lenka liam lieke lila lina linda linnea lisa liv logan lorenzo louis louise luc luca "
    "lucas lucia "
    "lucie luigi luis luisa lukas luke maarten maciej madison magdalena magnus malgorzata manfred "
    "manuel "
    "manuela marc marcel marcin marco marcus marek margaret margit maria mariana marie marilyn "
    "mario "
    "marion marjan mark markus marta martha martin martina martine mary mateo mathias matteo "
    "matthew "
    "matthias matti maurice max maximilian megan mehmet melanie melissa mia michael michal michel "
    "michele "
    "michelle miguel mika mikael mikko milan mohamed mohammed monica monika muhammad mustafa nadia "
    "nancy natalia natalie nathalie nathan neha nicholas nick nicola nicolas nicole niels niklas "
    "nina "
    "noah noor nora norbert ola olaf oliver olivia olivier oscar oskar otto pablo pamela paola "
    "patricia "
    "patrick patrik paul paula pauline pavel pedro peggy per peter petra philip philipp philippe "
    "pierre "
    "pietro pilar piotr priya rachel rafael rahul raj ralf ralph ramon raquel raul ravi raymond "
    "rebecca "
    "renate rene ricardo richard rita robert roberta roberto robin rogelio roger roland rolf roman "
    "ronald "
    "rosa rose roy ruben rudolf russell ruth ryan sabine salma sam samantha samuel sandra sandrine "
    "sanjay "
    "sara sarah scott sean sebastian sergei sergio shannon sharon sheila silke silvia simon simone "
    "sofia sofie sophia sophie stefan stefanie stephan stephanie stephen steve steven stewart "
    "sunita susan susanne "
    "sven svetlana sylvie tamara tanja teresa terry theo theresa thierry thomas thorsten tiina tim "
    "timo "
    "timothy tina todd tom tomas tomasz tommy tony tracy tyler ulrich ursula ute uwe valentina "
    "valerie vanessa "
    "vera veronica veronique victor victoria vijay viktor vincent virginia virginie vivian walter "
    "wanda "
    "wayne wendy werner wilhelm willem william wolfgang xavier yasmin yves yvonne zachary zofia "
    "zoe";
constexpr std::string_view kFamily =
    "adams ahmed allen alonso alvarez andersen anderson andersson andre arnold bailey baker bakker "
    "barbieri "
    "barnes bauer becker bell bennett berg bergmann bernard bertrand bianchi blanc blom bonnet bos "
    "boyer "
    "braun brooks brouwer brown bruno bryant butler campbell carlsson carter castillo castro chan "
    "chavez chen chevalier "
    "christensen clark clarke clement cohen colombo conti cook cooper costa cox cruz dahl davies "
    "davis de "
    "delgado deluca diaz dijkstra dijk dominguez dubois dufour dumont dupont durand edwards eklund "
    "eriksen eriksson "
    "esposito evans faure fernandes fernandez ferrari ferreira fischer fisher flores fontana "
    "foster fournier "
    "fox franke friedrich fuchs gallo garcia garnier gauthier gerard gibson girard gomes gomez "
    "gonzales gonzalez "
    "graham graf gray greco green griffin gross gruber guerin gunther gupta gustafsson gutierrez "
    "haas hall halonen "
    "hamilton hansen hansson harris harrison hartmann hayes heikkinen heinrich hendriks henderson "
    "henry "
    "hernandez herrera herrmann hill hoffmann hofmann holm horn howard huber hughes hunt hussain "
    "ivanov "
    "jackson jacobs jacobsen jakobsen jain jansen janssen jansson jenkins jensen jimenez johansen "
    "johansson johnson "
    "jones jonsson jordan jorgensen joshi kaiser kaminski karlsson kaur keller kelly kennedy khan "
    "kim king "
    "klein knudsen koch kohler konig korhonen koskinen kowalczyk kowalski kraus krause kristensen "
    "kruger kuhn "
    "kumar lambert lang lange larsen larsson laurent lawrence le lee lefebvre lefevre legrand "
    "lehmann leroy "
    "lewandowski lewis li lin lindberg lindgren lindstrom liu lombardi long lopes lopez lorenz "
    "ludwig lund "
    "lundberg maas madsen maes maier makela makinen mancini mariani marino martin martinelli "
    "martinez martins "
    "mason mathieu maurer mayer mazur mcdonald medina meier meijer mendez mendoza mercier meyer "
    "michel "
    "miller mitchell moller moore morales moreau moreira morel moreno moretti morgan morin morris "
    "mueller "
    "muller munoz murphy murray myers nair navarro neumann nguyen nieminen nielsen nilsen nilsson "
    "novak nowak "
    "olsen olsson ortega ortiz owens park parker patel pavlov peeters pedersen pereira perez "
    "perrin persson "
    "peters petersen peterson petersson petrov pettersson phillips popescu powell price prieto "
    "ramirez ramos rao "
    "rasmussen reed reyes ricci richard richardson richter rivera roberts robertson robin robinson "
    "rodrigues "
    "rodriguez rogers romano romero ross rossi rousseau roux ruiz russo ryan salazar sanchez "
    "sanders santos "
    "sato schafer schmidt schmitt schmitz schneider scholz schreiber schroder schubert schulte "
    "schultz schulz "
    "schulze schumacher schuster schwarz scott seidel serrano shah sharma shaw silva simmons simon "
    "simpson "
    "singh smeets smith smits soares sorensen sousa stein stewart suarez sullivan suzuki svensson "
    "szymanski "
    "tanaka taylor thomas thompson thomsen torres tran tremblay turner vaga vargas vasquez vazquez "
    "verma "
    "vermeulen vincent virtanen visser vogel vogt wagner walker wallace walter wang ward "
    "washington watson weber "
    "weiss welch werner west white wilkins williams wilson winkler winter wisniewski wojcik wolf "
    "wolff wood "
    "woods wright wu xu yang yilmaz young zhang zhao zhou ziegler zielinski zimmermann";

// Streets and what stands along them; the English ones are those of postal services.
constexpr std::string_view kStreetWords =
    "street st road rd avenue ave av lane ln drive dr court ct boulevard blvd way terrace parkway "
    "pkwy "
    "square sq close crescent circle highway hwy row alley bypass causeway expressway freeway "
    "grove "
    "heights junction loop mews motorway overpass path pike plaza ridge route throughway trail "
    "turnpike "
    "underpass viaduct walk wall manors suite apt apartment flat rue quai allee place chemin "
    "impasse "
    "passage calle avenida paseo via viale piazza corso rotonda ronda cuesta camino carretera "
    "glorieta "
    "pasaje strada vicolo contrada borgo rua travessa largo praca ulica ul aleja al plac os straat "
    "laan "
    "gade gata vej katu tie polku marg nagar chowk road";

using Words = std::unordered_set<std::string_view>;

Words words_in(std::string_view list) {
  Words out;
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(' ', at), list.size());
    out.insert(list.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// Without the marks on Latin letters, as the lists have them.
std::string plain(std::string_view word) {
  constexpr std::pair<std::string_view, std::string_view> kMarks[] = {
      {"ä", "a"}, {"ö", "o"}, {"ü", "u"},  {"ß", "ss"}, {"é", "e"}, {"è", "e"}, {"ê", "e"},
      {"ë", "e"}, {"á", "a"}, {"à", "a"},  {"â", "a"},  {"å", "a"}, {"ã", "a"}, {"í", "i"},
      {"ï", "i"}, {"î", "i"}, {"ó", "o"},  {"ô", "o"},  {"õ", "o"}, {"ø", "o"}, {"ú", "u"},
      {"ñ", "n"}, {"ç", "c"}, {"ł", "l"},  {"ż", "z"},  {"ź", "z"}, {"ś", "s"}, {"ć", "c"},
      {"ń", "n"}, {"ę", "e"}, {"ą", "a"},  {"Ö", "o"},  {"Å", "a"}, {"Ł", "l"}, {"Ż", "z"},
      {"É", "e"}, {"Á", "a"}, {"æ", "ae"}, {"Ø", "o"},  {"Ü", "u"}, {"Ä", "a"}, {"Ś", "s"}};
  std::string out;
  for (size_t i = 0; i < word.size();) {
    const auto mark = std::ranges::find_if(
        kMarks, [&](const auto& each) { return word.substr(i).starts_with(each.first); });
    if (mark == std::end(kMarks)) {
      out += word[i++];
    } else {
      out += mark->second;
      i += mark->first.size();
    }
  }
  return ascii_lower(out);
}

std::vector<std::string_view> split(std::string_view text, std::string_view signs) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(signs, at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_given_name(std::string_view word) {
  static const Words kWords = words_in(kGiven);
  const std::string name = plain(word);
  if (kWords.contains(name)) return true;
  const auto parts = split(name, " -");  // Jean-Pierre, Ana María
  return parts.size() > 1 && parts.size() < 4 &&
         std::ranges::any_of(parts, [&](std::string_view part) { return kWords.contains(part); });
}

bool is_family_name(std::string_view word) {
  static const Words kWords = words_in(kFamily);
  const std::string name = plain(word);
  if (kWords.contains(name)) return true;
  const auto parts = split(name, " -");  // García López, van Dijk
  return parts.size() > 1 && parts.size() < 4 && kWords.contains(parts.back());
}

bool is_full_name(std::string_view text) {
  if (has_digit(text)) return false;
  auto parts = split(text, " ,.");
  if (parts.size() < 2 || parts.size() > 5) return false;
  const bool has_given = std::ranges::any_of(
      parts, [](std::string_view part) { return part.size() > 1 && is_given_name(part); });
  const bool has_family = is_family_name(parts.back()) || is_family_name(parts.front());
  return has_given && (has_family || is_given_name(parts.front()));
}

bool is_street_address(std::string_view text) {
  if (!has_digit(text) || text.find(' ') == std::string_view::npos) return false;
  static const Words kWords = words_in(kStreetWords);
  constexpr std::array<std::string_view, 22> kEnds = {
      "strasse", "str",   "weg",  "gasse", "platz", "allee", "straat", "laan",
      "gracht",  "plein", "hof",  "gatan", "gata",  "vagen", "vej",    "gade",
      "veien",   "katu",  "kuja", "kade",  "ring",  "vei"};
  for (const std::string_view part : split(text, " ,.")) {
    const std::string word = plain(part);
    if (kWords.contains(word)) return true;
    for (const std::string_view end : kEnds)
      if (word.size() > end.size() + 1 && word.ends_with(end)) return true;
  }
  return false;
}

}  // namespace hanse::contract
